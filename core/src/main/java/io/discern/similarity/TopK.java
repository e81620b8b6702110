package io.discern.similarity;

/**
 * The most similar bank rows of each query, similarity descending, then row ascending.
 *
 * @param queries the number of queries
 * @param k how many places each query has
 * @param rows bank rows, {@code queries x k}, row-major; -1 where fewer than {@code k} candidates exist; aliased
 * @param similarities of those rows, in [-1, 1]; negative infinity where there is none; aliased
 */
public record TopK(int queries, int k, int[] rows, float[] similarities) {

    /** Checks the sizes. */
    public TopK {
        int expected = Math.multiplyExact(queries, k);
        if (rows.length != expected || similarities.length != expected) {
            throw new IllegalArgumentException(rows.length + " rows and " + similarities.length
                    + " similarities; expected " + queries + " x " + k + " = " + expected + " of each");
        }
    }

    /** The bank row at one place of a query's list, or -1. */
    public int row(int query, int place) {
        return rows[query * k + place];
    }

    /** The shape, never the data. */
    @Override
    public String toString() {
        return "TopK[" + queries + " x " + k + "]";
    }
}
