package io.discern.internal.model;

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
final class TowerProbe {
    /** Far above the rounding of a float16 vector, far below any chance. */
    private static final double UNIT_TOLERANCE = 2e-3;

    private static final int SIDE = 48;
    private static final int MOST = 32;

    private TowerProbe() {}

    /** Whether an image tower gives vectors of unit length of itself. */
    static boolean givesUnitImages(BatchPreprocessor preprocessor, ModelTower<PixelBatch> tower) {
        return areUnit(rows(preprocessor, images(2), tower), tower.dimension());
    }

    /** Whether a text tower gives vectors of unit length of itself. */
    static boolean givesUnitTexts(Tokenizer tokenizer, ModelTower<TokenBatch> tower) {
        float[] rows = new float[2 * tower.dimension()];
        tower.run().run(texts(tokenizer), FloatBuffer.wrap(rows));
        return areUnit(rows, tower.dimension());
    }

    /** Two texts. */
    static TokenBatch texts(Tokenizer tokenizer) {
        return tokenizer.tokenize(List.of("a", "an image"));
    }

    /** Some images: noise around colours that differ from image to image, the same in every run. */
    static PixelBatch pixels(BatchPreprocessor preprocessor, int count) {
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
    static double batchDeviation(
            BatchPreprocessor preprocessor, ModelTower<PixelBatch> tower, boolean normalized, int batchSize) {
        int dimension = tower.dimension();
        List<RgbImage> images = images(Math.max(2, Math.min(batchSize, MOST)));
        float[] together = rows(preprocessor, images, tower);
        float[] alone = new float[together.length];
        for (int i = 0; i < images.size(); i++) {
            System.arraycopy(rows(preprocessor, images.subList(i, i + 1), tower), 0, alone, i * dimension, dimension);
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

    private static float[] rows(BatchPreprocessor preprocessor, List<RgbImage> images, ModelTower<PixelBatch> tower) {
        float[] rows = new float[images.size() * tower.dimension()];
        tower.run().run(pixels(preprocessor, images), FloatBuffer.wrap(rows));
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
