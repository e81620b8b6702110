package io.discern.internal.similarity;

import io.discern.Embeddings;
import java.util.Arrays;

/**
 * Two matrices, checked, with the lengths of their rows; similarities as the reference computes them. Immutable, aliases the
 * values, safe for concurrent use. Who brings a similarity computes with it what a device cannot tell apart.
 */
public final class ReferenceRows {
    private final float[] queries;
    private final float[] bank;
    private final int dim;
    private final int bankRows;
    private final double[] queryNorms;
    private final double[] bankNorms;

    /**
     * Checks both and computes the lengths.
     *
     * @throws IllegalArgumentException if the dimensions differ or a value is not finite
     */
    public ReferenceRows(Embeddings queries, Embeddings bank) {
        if (queries.dim() != bank.dim()) {
            throw new IllegalArgumentException("queries have dimension " + queries.dim() + " but the bank has "
                    + bank.dim() + "; expected the same");
        }
        this.queries = queries.values();
        this.bank = bank.values();
        this.dim = queries.dim();
        this.bankRows = bank.rows();
        this.queryNorms = norms(queries);
        this.bankNorms = bank == queries ? queryNorms : norms(bank);
    }

    /** The values of the whole matrix. */
    public static int matrixLength(Embeddings queries, Embeddings bank) {
        long values = (long) queries.rows() * bank.rows();
        if (values > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException("similarity matrix of " + queries.rows() + " x " + bank.rows()
                    + " values does not fit an array; use tiles or topK");
        }
        return (int) values;
    }

    private static double[] norms(Embeddings rows) {
        float[] values = rows.values();
        int dim = rows.dim();
        double[] norms = new double[rows.rows()];
        Arrays.parallelSetAll(norms, row -> Math.sqrt(squares(values, row * dim, dim)));
        // squares of floats stay within the range of doubles, so a length is finite where the values are
        if (!Arrays.stream(norms).allMatch(Double::isFinite)) {
            int bad = Embeddings.firstNonFinite(values);
            throw new IllegalArgumentException("row " + bad / dim + " has " + values[bad] + " at component " + bad % dim
                    + "; expected finite values");
        }
        return norms;
    }

    /** The number of queries. */
    public int queryRows() {
        return queryNorms.length;
    }

    /** The number of bank rows. */
    public int bankRows() {
        return bankRows;
    }

    /** The length of a row. */
    public int dim() {
        return dim;
    }

    /** The queries, row-major; aliased, not to be modified. */
    public float[] queryValues() {
        return queries;
    }

    /** The bank, row-major; aliased, not to be modified. */
    public float[] bankValues() {
        return bank;
    }

    /** The lengths of the queries; aliased, not to be modified. */
    public double[] queryNorms() {
        return queryNorms;
    }

    /** The lengths of the bank rows; aliased, not to be modified. */
    public double[] bankNorms() {
        return bankNorms;
    }

    /** The similarities of one query to the whole bank. */
    public void fill(int query, float[] into, int offset) {
        for (int row = 0; row < bankRows; row++) {
            into[offset + row] = similarity(query, row);
        }
    }

    /** The cosine, summed in double and rounded once; 0 for a zero row. */
    public float similarity(int query, int row) {
        double norms = queryNorms[query] * bankNorms[row];
        // Adding zero makes a negative zero, which sorts below zero, positive.
        return norms == 0 ? 0f : (float) (dot(queries, query * dim, bank, row * dim, dim) / norms) + 0f;
    }

    /** As {@link #dot} of a row with itself, each value widened once. */
    private static double squares(float[] a, int offset, int length) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int i = 0;
        for (; i + 3 < length; i += 4) {
            double a0 = a[offset + i];
            double a1 = a[offset + i + 1];
            double a2 = a[offset + i + 2];
            double a3 = a[offset + i + 3];
            s0 += a0 * a0;
            s1 += a1 * a1;
            s2 += a2 * a2;
            s3 += a3 * a3;
        }
        for (; i < length; i++) {
            s0 += (double) a[offset + i] * a[offset + i];
        }
        return (s0 + s1) + (s2 + s3);
    }

    /** Four sums, so that additions do not wait for each other; the order is fixed, so results repeat exactly. */
    private static double dot(float[] a, int aOffset, float[] b, int bOffset, int length) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int i = 0;
        for (; i + 3 < length; i += 4) {
            s0 += (double) a[aOffset + i] * b[bOffset + i];
            s1 += (double) a[aOffset + i + 1] * b[bOffset + i + 1];
            s2 += (double) a[aOffset + i + 2] * b[bOffset + i + 2];
            s3 += (double) a[aOffset + i + 3] * b[bOffset + i + 3];
        }
        for (; i < length; i++) {
            s0 += (double) a[aOffset + i] * b[bOffset + i];
        }
        return (s0 + s1) + (s2 + s3);
    }
}
