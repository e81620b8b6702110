package io.discern.backend.onnx;

import ai.onnxruntime.OnnxTensor;
import io.discern.Embeddings;
import io.discern.preprocess.PixelBatch;
import io.discern.spi.Resources;
import io.discern.text.TokenBatch;
import java.nio.FloatBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The scale and bias of a model's logits, found from what it does: a graph with both towers and {@code logits_per_image} is run
 * on a few pairs, and {@code logit = scale * cosine + bias} is solved for them. Configuration files only hold the values that
 * training started from.
 *
 * @param scale what cosines are multiplied by
 * @param bias what is added; empty if there is none
 */
record LogitProbe(double scale, OptionalDouble bias) {
    static final String LOGITS = "logits_per_image";

    /** Cosines that differ by less tell nothing about the slope. */
    private static final double LEAST_SPREAD = 1e-3;

    private static final double RELATIVE_TOLERANCE = 1e-3;

    /**
     * Runs the graph.
     *
     * @return empty if the logits are no straight line over the cosines, or these hardly differ
     */
    static Optional<LogitProbe> measure(
            OnnxSession session, OnnxImageTower image, PixelBatch pixels, OnnxTextTower text, TokenBatch tokens) {
        int dim = image.dimension();
        float[] images = new float[pixels.count() * dim];
        float[] texts = new float[tokens.count() * dim];
        image.encode(pixels, FloatBuffer.wrap(images));
        text.encode(tokens, FloatBuffer.wrap(texts));
        float[] logits = new float[pixels.count() * tokens.count()];
        try (Resources tensors = new Resources()) {
            Map<String, OnnxTensor> feeds = text.feeds(tokens, tensors);
            image.feed(pixels, feeds, tensors);
            OutputChoice output = new OutputChoice(LOGITS, "output", Optional.empty());
            session.run(feeds, output, pixels.count(), pixels.count(), tokens.count(), null, FloatBuffer.wrap(logits));
        }
        return line(cosines(images, texts, dim), logits);
    }

    private static double[] cosines(float[] images, float[] texts, int dim) {
        int columns = texts.length / dim;
        double[] cosines = new double[images.length / dim * columns];
        for (int row = 0; row < images.length; row += dim) {
            Embeddings.normalizeRow(images, row, dim);
        }
        for (int row = 0; row < texts.length; row += dim) {
            Embeddings.normalizeRow(texts, row, dim);
        }
        for (int i = 0; i < cosines.length; i++) {
            for (int k = 0; k < dim; k++) {
                cosines[i] += (double) images[i / columns * dim + k] * texts[i % columns * dim + k];
            }
        }
        return cosines;
    }

    /** The line of least squares, if it goes through all points. */
    static Optional<LogitProbe> line(double[] cosines, float[] logits) {
        double meanX = 0;
        double meanY = 0;
        for (int i = 0; i < logits.length; i++) {
            meanX += cosines[i] / logits.length;
            meanY += logits[i] / (double) logits.length;
        }
        double xx = 0;
        double xy = 0;
        for (int i = 0; i < logits.length; i++) {
            xx += (cosines[i] - meanX) * (cosines[i] - meanX);
            xy += (cosines[i] - meanX) * (logits[i] - meanY);
        }
        double scale = xy / xx;
        double bias = meanY - scale * meanX;
        double tolerance = RELATIVE_TOLERANCE * Math.abs(scale);
        boolean straight = Math.sqrt(xx) > LEAST_SPREAD && scale > 0;
        for (int i = 0; i < logits.length; i++) {
            straight &= Math.abs(scale * cosines[i] + bias - logits[i]) < tolerance;
        }
        OptionalDouble stated = Math.abs(bias) < 10 * tolerance ? OptionalDouble.empty() : OptionalDouble.of(bias);
        return straight ? Optional.of(new LogitProbe(scale, stated)) : Optional.empty();
    }
}
