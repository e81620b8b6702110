package io.discern.backend.cuda;

import java.util.Arrays;

/**
 * Which bank rows a query must not find: those of its own group.
 *
 * @param queries the group of each query, or null where nothing is excluded; aliased
 * @param bank the group of each bank row, or null; aliased
 */
record RowGroups(int[] queries, int[] bank) {
    /** Excludes nothing. */
    static final RowGroups NONE = new RowGroups(null, null);

    /** Excludes the bank row of a query's own number. */
    static RowGroups self(int queries, int bank) {
        int[] numbers = new int[Math.max(queries, bank)];
        Arrays.setAll(numbers, i -> i);
        return new RowGroups(numbers, numbers);
    }

    /** Whether anything is excluded. */
    boolean exclude() {
        return queries != null;
    }

    /** Those of some queries. */
    RowGroups select(int[] chosen) {
        return exclude()
                ? new RowGroups(Arrays.stream(chosen).map(i -> queries[i]).toArray(), bank)
                : this;
    }
}
