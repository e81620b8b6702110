package io.discern.analysis.baseline;

import io.discern.EncoderInfo;
import io.discern.Threading;
import io.discern.preprocess.Channels;
import io.discern.preprocess.PixelBatch;
import io.discern.preprocess.PreprocessSpec;
import io.discern.preprocess.Preprocessor;
import io.discern.preprocess.ResampleFilter;
import io.discern.preprocess.Resize;
import io.discern.spi.TensorEncoder;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Optional;

/** The mean colours of the cells of a grid, as they are. */
final class PixelGrid extends TensorEncoder {
    private static final int BATCH = 64;

    PixelGrid(String name, int size) {
        super(
                EncoderInfo.of(name, 3 * size * size).withThreading(Threading.CONCURRENT),
                Preprocessor.of(squashed(size, ResampleFilter.BOX)),
                null,
                BATCH);
    }

    /** The whole image on a square, red, green and blue in [0, 1]. */
    static PreprocessSpec squashed(int size, ResampleFilter filter) {
        return new PreprocessSpec(
                Channels.RGB,
                new Resize.Squash(size, size),
                filter,
                Optional.empty(),
                1 / 255.0,
                List.of(0.0, 0.0, 0.0),
                List.of(1.0, 1.0, 1.0));
    }

    @Override
    protected void run(PixelBatch pixels, FloatBuffer embeddings) {
        embeddings.put(pixels.images(0, pixels.count()));
    }

    @Override
    protected void release() {}
}
