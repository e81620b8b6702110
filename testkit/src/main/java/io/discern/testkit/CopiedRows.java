package io.discern.testkit;

import io.discern.Embeddings;
import java.util.Arrays;

/** Rows copied out of a result, so that nothing that happens to the result afterwards matters; and distances between rows. */
record CopiedRows(int count, int dim, float[] values) {

    static CopiedRows of(Embeddings embeddings) {
        return new CopiedRows(
                embeddings.rows(), embeddings.dim(), embeddings.values().clone());
    }

    float[] row(int row) {
        return Arrays.copyOfRange(values, row * dim, (row + 1) * dim);
    }

    /** The largest absolute value, at least 1: what an absolute bound for numbers about 1 is multiplied by. */
    double scale() {
        double largest = 1;
        for (float value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }

    /** The largest absolute difference; infinite if the shapes differ or a value is not finite. */
    double difference(CopiedRows other) {
        return difference(values, other.values);
    }

    static double difference(float[] a, float[] b) {
        if (a.length != b.length) {
            return Double.POSITIVE_INFINITY;
        }
        double largest = 0;
        for (int i = 0; i < a.length; i++) {
            double difference = Math.abs((double) a[i] - b[i]);
            largest = Math.max(largest, Double.isNaN(difference) ? Double.POSITIVE_INFINITY : difference);
        }
        return largest;
    }

    /** The row that is nearest to that one by Euclidean distance; of several the first. */
    int nearest(float[] row) {
        int best = 0;
        for (int i = 1; i < count; i++) {
            best = distance(row, row(i)) < distance(row, row(best)) ? i : best;
        }
        return best;
    }

    private static double distance(float[] a, float[] b) {
        double squares = 0;
        for (int i = 0; i < Math.min(a.length, b.length); i++) {
            squares += ((double) a[i] - b[i]) * ((double) a[i] - b[i]);
        }
        return squares;
    }

    @Override
    public String toString() {
        return "Rows[" + count + " x " + dim + "]";
    }
}
