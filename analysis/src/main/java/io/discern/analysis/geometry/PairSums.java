package io.discern.analysis.geometry;

import io.discern.analysis.internal.linalg.PairTiles;
import java.util.Arrays;
import java.util.List;

/** Sums of a symmetric weight of all pairs of rows, by row. */
abstract class PairSums implements PairTiles.Visitor {
    /** How many pieces of the pairs are summed apart. */
    static final int PIECES = 16;

    final double[] sums;

    PairSums(int rows) {
        this.sums = new double[rows];
    }

    /** Replaces the products of a row with later ones by the weights of these pairs. */
    protected abstract void weigh(int row, int firstColumn, double[] products, int from, int to);

    @Override
    public final void line(int row, int firstColumn, double[] products, int from, int to) {
        weigh(row, firstColumn, products, from, to);
        for (int j = from; j < to; j++) {
            sums[firstColumn + j] += products[j];
        }
        sums[row] += sum(products, from, to);
    }

    /** In four parts, so that additions do not wait for each other. */
    static double sum(double[] values, int from, int to) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int j = from;
        for (; j + 3 < to; j += 4) {
            s0 += values[j];
            s1 += values[j + 1];
            s2 += values[j + 2];
            s3 += values[j + 3];
        }
        for (; j < to; j++) {
            s0 += values[j];
        }
        return (s0 + s1) + (s2 + s3);
    }

    /** The sums of all pieces. */
    static double[] total(List<? extends PairSums> pieces) {
        double[] total = new double[pieces.get(0).sums.length];
        Arrays.setAll(
                total,
                row -> pieces.stream().mapToDouble(piece -> piece.sums[row]).sum());
        return total;
    }
}
