package io.discern.analysis.internal.vector;

/** Sums of rows, and over one row in four parts, so that additions do not wait for each other; their order is fixed. */
public final class RowSums {

    private RowSums() {}

    /** Adds a row to a sum of rows of its length. */
    public static void add(double[] sum, double[] row) {
        for (int j = 0; j < sum.length; j++) {
            sum[j] += row[j];
        }
    }

    /** The sum of squares. */
    public static double squares(double[] row) {
        return dot(row, row);
    }

    /** {@code a.b} of rows of one length. */
    public static double dot(double[] a, double[] b) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int i = 0;
        for (; i + 3 < a.length; i += 4) {
            s0 += a[i] * b[i];
            s1 += a[i + 1] * b[i + 1];
            s2 += a[i + 2] * b[i + 2];
            s3 += a[i + 3] * b[i + 3];
        }
        for (; i < a.length; i++) {
            s0 += a[i] * b[i];
        }
        return (s0 + s1) + (s2 + s3);
    }
}
