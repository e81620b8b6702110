package io.discern.internal.similarity;

import io.discern.Embeddings;
import io.discern.similarity.CosineSimilarity;
import io.discern.similarity.TopK;
import java.util.Arrays;

/**
 * What a search for neighbours fills: for each query k places, the best first, which are {@code -1} and minus infinity where
 * nothing is found.
 *
 * @param queries how many queries
 * @param k how many places each has
 * @param rows the bank rows found, {@code queries x k}
 * @param similarities theirs
 */
public record TopKLists(int queries, int k, int[] rows, float[] similarities) {
    /** Aliases the arrays. */
    public TopKLists {}

    /**
     * Nothing found yet.
     *
     * @throws IllegalArgumentException if k is below 1, the exclusion is for other numbers of rows, or there are too many places
     */
    public static TopKLists empty(Embeddings queries, Embeddings bank, int k, CosineSimilarity.Exclusion exclusion) {
        if (k < 1) {
            throw new IllegalArgumentException("k " + k + "; expected at least 1");
        }
        GroupExclusion.requireFit(exclusion, queries.rows(), bank.rows());
        int[] rows = new int[Math.multiplyExact(queries.rows(), k)];
        float[] similarities = new float[rows.length];
        Arrays.fill(rows, -1);
        Arrays.fill(similarities, Float.NEGATIVE_INFINITY);
        return new TopKLists(queries.rows(), k, rows, similarities);
    }

    /** What was found. */
    public TopK found() {
        return new TopK(queries, k, rows, similarities);
    }
}
