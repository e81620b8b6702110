package io.discern.analysis.map;

import io.discern.analysis.LabeledEmbeddings;

/** A way to place rows in the plane. Implementations are immutable and safe for concurrent use. */
public interface MapMethod {

    /** The stable name in variants, lower case: {@code pca}, {@code tsne}, {@code umap}. */
    String name();

    /** How many rows it needs at least. */
    int leastRows();

    /**
     * Places the rows.
     *
     * @param data n x d, without zero rows unless the method can place them; labels are not looked at
     * @param seed decides every random choice
     * @return n x 2
     * @throws IllegalArgumentException if there are fewer than {@link #leastRows()} rows
     */
    double[][] place(LabeledEmbeddings data, long seed);

    /** Refuses data with too few rows. */
    default void requireRows(LabeledEmbeddings data) {
        if (data.rows() < leastRows()) {
            throw new IllegalArgumentException(name() + ": " + data.rows() + " rows; expected at least " + leastRows());
        }
    }
}
