package io.discern.benchmarks;

import io.discern.Embeddings;
import java.util.SplittableRandom;

/** Embeddings of nothing: normal rows from a seed. */
final class RandomRows {
    private RandomRows() {}

    static Embeddings random(int rows, int dim, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[rows * dim];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return Embeddings.ofRows(dim, values);
    }
}
