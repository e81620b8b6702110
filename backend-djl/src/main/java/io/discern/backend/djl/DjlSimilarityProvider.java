package io.discern.backend.djl;

import io.discern.Device;
import io.discern.similarity.CosineSimilarity;
import io.discern.spi.Availability;
import io.discern.spi.SimilarityProvider;

/**
 * Opens {@code djl}: cosine similarity whose products PyTorch computes in float32, on {@code cpu} or {@code cuda:N}.
 *
 * <p>Matrix and tiles are within {@link CosineSimilarity#deviation} of the reference; top-k lists equal its.
 */
public final class DjlSimilarityProvider implements SimilarityProvider {

    /** Creates the provider; nothing is loaded. */
    public DjlSimilarityProvider() {}

    @Override
    public String name() {
        return "djl";
    }

    @Override
    public String description() {
        return "PyTorch through DJL, float32 tiles, ties computed exactly; cpu or cuda:N";
    }

    @Override
    public Availability availability() {
        return TorchRuntime.availability();
    }

    @Override
    public CosineSimilarity open(Device device) {
        return new DjlSimilarity(TorchRuntime.engine().newBaseManager(TorchRuntime.device(device)));
    }
}
