package io.discern.testkit;

import io.discern.Embeddings;
import io.discern.similarity.ClassRows;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Rows to be summed by class, the same in every run. */
final class ClassRowsCases {
    private static final int PIECES = 16;

    private ClassRowsCases() {}

    /**
     * Random rows in a random order.
     *
     * @param classes some of which may have no row
     * @param divided whether rows are divided by lengths
     */
    static ClassRows of(int rows, int dim, int classes, boolean divided) {
        SplittableRandom random = new SplittableRandom(rows * 31L + dim + classes);
        Embeddings values = TestRows.random(rows, dim, 11);
        double[] lengths = random.doubles(divided ? rows : 0, 0.5, 2).toArray();
        int[] order = IntStream.range(0, rows).toArray();
        for (int i = rows - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int moved = order[i];
            order[i] = order[j];
            order[j] = moved;
        }
        int[] labels = random.ints(rows, 0, classes).toArray();
        double[] origins = random.doubles((long) classes * dim, -1, 1).toArray();
        return new ClassRows(values, lengths, order, labels, origins, PIECES);
    }
}
