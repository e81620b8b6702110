package io.discern.internal.reference;

import io.discern.BackendUnavailableException;
import io.discern.Device;
import io.discern.similarity.CosineSimilarity;
import io.discern.spi.Availability;
import io.discern.spi.SimilarityProvider;
import java.util.List;

/** Opens {@code java}: the {@link CosineSimilarity#reference() reference}, always there, on the CPU only. */
public final class JavaSimilarityProvider implements SimilarityProvider {

    /** Creates the provider. */
    public JavaSimilarityProvider() {}

    @Override
    public String name() {
        return "java";
    }

    @Override
    public String description() {
        return "the reference in plain Java, summed in double; cpu";
    }

    @Override
    public Availability availability() {
        return Availability.available(
                "Java " + Runtime.version().feature(), Runtime.getRuntime().availableProcessors() + " cores");
    }

    @Override
    public CosineSimilarity open(Device device) {
        if (device.kind() != Device.Kind.CPU) {
            throw new BackendUnavailableException(
                    "java similarity on device " + device, List.of("it computes on the processor; ask for device cpu"));
        }
        return CosineSimilarity.reference();
    }
}
