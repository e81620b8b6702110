package io.discern.internal.similarity;

import io.discern.similarity.CosineSimilarity;

/**
 * Leaves out the bank rows of a query's own group; {@link CosineSimilarity.Exclusion#groups} makes it. A device looks for this
 * type and compares the numbers itself.
 *
 * @param ofQueries the group of each query; copied when it comes in, aliased when it goes out, not to be modified
 * @param ofBank the group of each bank row, likewise
 */
public record GroupExclusion(int[] ofQueries, int[] ofBank) implements CosineSimilarity.Exclusion {

    /** Copies. */
    public GroupExclusion {
        ofQueries = ofQueries.clone();
        ofBank = ofBank.clone();
    }

    @Override
    public boolean excludes(int query, int row) {
        return ofQueries[query] == ofBank[row];
    }

    /**
     * Refuses an exclusion of groups that are not as many as the rows; others fit any size.
     *
     * @throws IllegalArgumentException if the numbers differ
     */
    public static void requireFit(CosineSimilarity.Exclusion exclusion, int queries, int bankRows) {
        if (exclusion instanceof GroupExclusion groups
                && (groups.ofQueries.length != queries || groups.ofBank.length != bankRows)) {
            throw new IllegalArgumentException("groups of " + groups.ofQueries.length + " queries and "
                    + groups.ofBank.length + " bank rows for " + queries + " queries and " + bankRows
                    + " bank rows; expected one for each");
        }
    }

    /** The sizes, never the data. */
    @Override
    public String toString() {
        return "GroupExclusion[" + ofQueries.length + " queries, " + ofBank.length + " bank rows]";
    }
}
