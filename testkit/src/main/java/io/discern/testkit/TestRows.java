package io.discern.testkit;

import io.discern.Embeddings;
import java.util.SplittableRandom;

/** Rows made from seeds, with what makes similarity difficult. */
final class TestRows {

    private TestRows() {}

    /** Independent values of different lengths of row. */
    static Embeddings random(int rows, int dim, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[rows * dim];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (random.nextDouble(-1, 1) * (1 + i / dim % 7));
        }
        return Embeddings.ofRows(dim, values);
    }

    /** Few different directions, so that most rows tie with others, and here and there a row of zeros. */
    static Embeddings tied(int rows, int dim, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[][] directions = new float[5][dim];
        for (float[] direction : directions) {
            for (int j = 0; j < dim; j++) {
                direction[j] = random.nextInt(-2, 3);
            }
        }
        float[] values = new float[rows * dim];
        for (int row = 0; row < rows; row++) {
            float[] direction = directions[random.nextInt(directions.length)];
            // Powers of two, so that the directions stay equal to the last bit.
            float length = row % 11 == 3 ? 0 : 1 << random.nextInt(4);
            for (int j = 0; j < dim; j++) {
                values[row * dim + j] = length * direction[j];
            }
        }
        return Embeddings.ofRows(dim, values);
    }

    /** Copies of one row, each with one component moved by a few units in the last place: nearer than float32 products tell. */
    static Embeddings nearlyTied(int rows, int dim, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] one = random(1, dim, seed).values();
        float[] values = new float[rows * dim];
        for (int row = 0; row < rows; row++) {
            System.arraycopy(one, 0, values, row * dim, dim);
            int moved = row * dim + random.nextInt(dim);
            values[moved] += Math.ulp(values[moved]) * random.nextInt(-40, 41);
        }
        return Embeddings.ofRows(dim, values);
    }
}
