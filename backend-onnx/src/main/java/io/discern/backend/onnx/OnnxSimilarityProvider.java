package io.discern.backend.onnx;

import io.discern.Device;
import io.discern.similarity.CosineSimilarity;
import io.discern.spi.Availability;
import io.discern.spi.SimilarityProvider;

/**
 * Opens {@code onnx}: cosine similarity whose products ONNX Runtime computes in float32, on {@code cpu} or {@code cuda:N}.
 *
 * <p>Matrix and tiles are within {@link CosineSimilarity#deviation} of the reference; top-k lists equal its.
 */
public final class OnnxSimilarityProvider implements SimilarityProvider {

    /** Creates the provider; nothing is loaded. */
    public OnnxSimilarityProvider() {}

    @Override
    public String name() {
        return "onnx";
    }

    @Override
    public String description() {
        return "ONNX Runtime, float32 tiles, ties computed exactly; cpu or cuda:N";
    }

    @Override
    public Availability availability() {
        return OrtRuntime.availability();
    }

    @Override
    public CosineSimilarity open(Device device) {
        return OnnxSimilarity.open(device);
    }
}
