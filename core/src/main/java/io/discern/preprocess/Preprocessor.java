package io.discern.preprocess;

import io.discern.image.RgbImage;
import java.util.List;

/** Applies a {@link PreprocessSpec} to images. Immutable; safe for concurrent use with different batches. */
public final class Preprocessor {
    private final PreprocessSpec spec;

    private Preprocessor(PreprocessSpec spec) {
        this.spec = spec;
    }

    /** A preprocessor for that specification. */
    public static Preprocessor of(PreprocessSpec spec) {
        return new Preprocessor(spec);
    }

    /** The specification. */
    public PreprocessSpec spec() {
        return spec;
    }

    /** An empty batch of the right shape. */
    public PixelBatch newBatch(int capacity) {
        return new PixelBatch(capacity, spec.channels().count(), spec.outputHeight(), spec.outputWidth());
    }

    /**
     * Preprocesses images in parallel.
     *
     * @param images at most {@code batch.capacity()}; not modified
     * @param batch overwritten from the start; holds {@code images.size()} images afterwards
     */
    public void preprocess(List<RgbImage> images, PixelBatch batch) {
        throw new IllegalStateException("being built on branch preprocess");
    }
}
