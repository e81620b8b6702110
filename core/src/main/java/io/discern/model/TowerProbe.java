package io.discern.model;

import io.discern.Embeddings;
import io.discern.image.RgbImage;
import io.discern.preprocess.BatchPreprocessor;
import io.discern.preprocess.PixelBatch;
import io.discern.text.TokenBatch;
import io.discern.text.Tokenizer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** What a few runs on made-up inputs tell about a tower that its files do not. Used by one thread, while an encoder opens. */
public final class TowerProbe {
    /** Far above the rounding of a float16 vector, far below any chance. */
    private static final double UNIT_TOLERANCE = 2e-3;

    private static final int SIDE = 48;
    private static final int MOST = 32;

    private TowerProbe() {}

    /** Runs a tower on a batch: {@code count x dimension} values, row-major, from the buffer's position. */
    @FunctionalInterface
    public interface Run<T> {
        /** Runs it. */
        void run(T batch, FloatBuffer rows);
    }

    /** Whether an image tower gives vectors of unit length of itself. */
    public static boolean givesUnitImages(BatchPreprocessor preprocessor, int dimension, Run<PixelBatch> run) {
        return areUnit(rows(preprocessor, images(2), dimension, run), dimension);
    }

    /** Whether a text tower gives vectors of unit length of itself. */
    public static boolean givesUnitTexts(Tokenizer tokenizer, int dimension, Run<TokenBatch> run) {
        float[] rows = new float[2 * dimension];
        run.run(texts(tokenizer), FloatBuffer.wrap(rows));
        return areUnit(rows, dimension);
    }

    /** Two texts. */
    public static TokenBatch texts(Tokenizer tokenizer) {
        return tokenizer.tokenize(List.of("a", "an image"));
    }

    /** Some images: noise around colours that differ from image to image, the same in every run. */
    public static PixelBatch pixels(BatchPreprocessor preprocessor, int count) {
        return pixels(preprocessor, images(count));
    }

    private static PixelBatch pixels(BatchPreprocessor preprocessor, List<RgbImage> images) {
        PixelBatch pixels = preprocessor.newBatch(images.size());
        preprocessor.preprocess(images, pixels);
        return pixels;
    }

    /**
     * The largest absolute difference between a component of an image's embedding when the image comes alone and when it comes
     * in a batch.
     *
     * @param normalized whether rows are compared at unit length
     * @param batchSize the images of the batch; at least 2 and at most {@value #MOST} are taken
     */
    public static double batchDeviation(
            BatchPreprocessor preprocessor, int dimension, boolean normalized, int batchSize, Run<PixelBatch> run) {
        List<RgbImage> images = images(Math.max(2, Math.min(batchSize, MOST)));
        float[] together = rows(preprocessor, images, dimension, run);
        float[] alone = new float[together.length];
        for (int i = 0; i < images.size(); i++) {
            System.arraycopy(
                    rows(preprocessor, images.subList(i, i + 1), dimension, run), 0, alone, i * dimension, dimension);
        }
        double largest = 0;
        for (int offset = 0; offset < alone.length; offset += dimension) {
            if (normalized) {
                Embeddings.normalizeRow(together, offset, dimension);
                Embeddings.normalizeRow(alone, offset, dimension);
            }
            for (int i = offset; i < offset + dimension; i++) {
                largest = Math.max(largest, Math.abs((double) together[i] - alone[i]));
            }
        }
        return largest;
    }

    private static float[] rows(
            BatchPreprocessor preprocessor, List<RgbImage> images, int dimension, Run<PixelBatch> run) {
        float[] rows = new float[images.size() * dimension];
        run.run(pixels(preprocessor, images), FloatBuffer.wrap(rows));
        return rows;
    }

    private static List<RgbImage> images(int count) {
        SplittableRandom random = new SplittableRandom(1);
        List<RgbImage> images = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] pixels = new byte[3 * SIDE * SIDE];
            int[] colour = random.ints(3, 0, 192).toArray();
            for (int p = 0; p < pixels.length; p++) {
                pixels[p] = (byte) (colour[p % 3] + random.nextInt(64));
            }
            images.add(RgbImage.of(SIDE, SIDE, pixels));
        }
        return images;
    }

    private static boolean areUnit(float[] rows, int dimension) {
        for (int offset = 0; offset < rows.length; offset += dimension) {
            double squares = 0;
            for (int i = offset; i < offset + dimension; i++) {
                squares += (double) rows[i] * rows[i];
            }
            if (!(Math.abs(Math.sqrt(squares) - 1) < UNIT_TOLERANCE)) {
                return false;
            }
        }
        return true;
    }
}
