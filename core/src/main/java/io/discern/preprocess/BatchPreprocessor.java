package io.discern.preprocess;

import io.discern.Preprocessors;
import io.discern.image.RgbImage;
import java.util.List;

/**
 * Applies a {@link PreprocessSpec} to images, wherever it computes: every implementation gives the bits of
 * {@link Preprocessor}. Safe for concurrent use with different batches. {@link Preprocessors} opens one by name.
 */
public interface BatchPreprocessor extends AutoCloseable {

    /** The specification. */
    PreprocessSpec spec();

    /** An empty batch of the right shape. */
    default PixelBatch newBatch(int capacity) {
        PreprocessSpec spec = spec();
        return new PixelBatch(capacity, spec.channels().count(), spec.outputHeight(), spec.outputWidth());
    }

    /**
     * Preprocesses images.
     *
     * @param images at most {@code batch.capacity()}; not modified
     * @param batch overwritten from the start; holds {@code images.size()} images afterwards
     * @throws IllegalArgumentException if there are too many images, or the batch has another shape than {@link #newBatch}
     *     gives, or an image is so elongated that its resized size is absurd
     */
    void preprocess(List<RgbImage> images, PixelBatch batch);

    /** Releases what it holds. Idempotent; use afterwards is an {@link IllegalStateException} where there was something. */
    @Override
    default void close() {}
}
