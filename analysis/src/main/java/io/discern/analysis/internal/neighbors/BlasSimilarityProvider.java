package io.discern.analysis.internal.neighbors;

import io.discern.BackendUnavailableException;
import io.discern.Device;
import io.discern.similarity.CosineSimilarity;
import io.discern.spi.Availability;
import io.discern.spi.SimilarityProvider;
import java.util.List;

/**
 * Opens {@code blas}: the quick one on the processor, for more than a few queries. Matrix and tiles are within {@link
 * CosineSimilarity#deviation} of the reference; top-k lists equal its.
 */
public final class BlasSimilarityProvider implements SimilarityProvider {

    /** Creates the provider; nothing is loaded. */
    public BlasSimilarityProvider() {}

    @Override
    public String name() {
        return "blas";
    }

    @Override
    public String description() {
        return "OpenBLAS, float32 tiles, ties computed exactly; cpu";
    }

    @Override
    public Availability availability() {
        return Availability.available("OpenBLAS", Runtime.getRuntime().availableProcessors() + " cores");
    }

    @Override
    public CosineSimilarity open(Device device) {
        if (device.kind() != Device.Kind.CPU) {
            throw new BackendUnavailableException(
                    "blas similarity on device " + device, List.of("it computes on the processor; ask for device cpu"));
        }
        return new BlasSimilarity();
    }
}
