package io.discern.similarity;

import io.discern.Embeddings;
import io.discern.Similarities;
import io.discern.internal.similarity.GroupExclusion;
import io.discern.internal.similarity.TiledSimilarity;

/**
 * Cosine similarity of query rows to bank rows: {@code <q, b> / (|q| |b|)}, in [-1, 1].
 *
 * <p>A zero row has no direction: its similarity to everything is 0. Rows must be finite and of one dimension. Inputs are not
 * modified. Implementations are safe for concurrent use. {@link Similarities} opens one by name; one that runs a device's
 * matrix product should extend {@link TiledSimilarity}.
 */
public interface CosineSimilarity extends AutoCloseable {

    /** The reference in plain Java: products are summed in double and rounded once; rows are spread over the cores. */
    static CosineSimilarity reference() {
        return JavaCosineSimilarity.INSTANCE;
    }

    /**
     * {@code (dim + 8) u / (1 - (dim + 8) u)} with {@code u = 2^-24}: how far the product of two unit rows in IEEE float32 may be
     * from their cosine, rounded to float32 or not.
     *
     * <p>For unit rows, {@code sum |a_j b_j| <= 1}. Scaling and rounding them to float32 costs at most {@code 4u + 6u^2} in two steps each, the sum of
     * {@code dim} products in any order at most {@code dim u / (1 - dim u)} (Higham, <i>Accuracy and Stability of Numerical
     * Algorithms</i>, 2002, eq. 3.5), rounding the cosine {@code u}; what is left of the 8 covers second-order terms, the
     * lengths' own rounding, and numbers that underflow.
     */
    static double float32Deviation(int dim) {
        double roundings = (dim + 8) * 0x1p-24;
        return roundings / (1 - roundings);
    }

    /** Takes the similarities of some queries to the whole bank. */
    @FunctionalInterface
    interface TileConsumer {
        /**
         * Takes one tile.
         *
         * @param firstQuery the first query of the tile
         * @param queries how many queries it holds
         * @param similarities {@code queries x bank.rows()}, row-major; valid during the call only
         */
        void accept(int firstQuery, int queries, float[] similarities);
    }

    /** Which bank rows a query must not find; called concurrently. */
    @FunctionalInterface
    interface Exclusion {
        /** Excludes nothing. */
        Exclusion NONE = (query, row) -> false;
        /** Excludes the row with the query's own number: for a bank searched with itself. */
        Exclusion SELF = (query, row) -> query == row;

        /**
         * Excludes the bank rows of a query's own group (patient, lesion): those with the same number.
         *
         * @param ofQueries the group of each query; copied
         * @param ofBank the group of each bank row; copied
         */
        static Exclusion groups(int[] ofQueries, int[] ofBank) {
            return new GroupExclusion(ofQueries, ofBank);
        }

        /** Whether the bank row is invisible to the query. */
        boolean excludes(int query, int row);
    }

    /**
     * The whole matrix.
     *
     * @return {@code queries.rows() x bank.rows()}, row-major
     * @throws IllegalArgumentException if the dimensions differ or the matrix exceeds 2^31 - 1 values; use {@link #tiles}
     */
    float[] matrix(Embeddings queries, Embeddings bank);

    /**
     * The matrix as a stream of tiles of whole rows, in order, on the calling thread; memory for one tile only.
     *
     * @param tileRows queries in a tile, at least 1
     */
    void tiles(Embeddings queries, Embeddings bank, int tileRows, TileConsumer consumer);

    /**
     * The {@code k} most similar bank rows of each query: similarity descending, then row ascending.
     *
     * @param k at least 1
     * @param exclusion bank rows that a query must not find
     * @throws IllegalArgumentException if k is below 1, the dimensions differ, or groups are excluded and are not as many as rows
     * @throws UnsupportedOperationException if groups are excluded and {@link #excludesGroups()} is false
     */
    TopK topK(Embeddings queries, Embeddings bank, int k, Exclusion exclusion);

    /**
     * How far a value of {@link #matrix} or {@link #tiles} may be from the {@link #reference()}'s, for rows of that length; 0
     * (the default) if they are equal. {@link #topK} equals the reference's in any case, rows and similarities.
     *
     * @param dim the length of a row
     */
    default double deviation(int dim) {
        return 0;
    }

    /**
     * Whether {@link #topK} can leave out a query's own group ({@link Exclusion#groups}); true unless an implementation says
     * otherwise. Data with groups are not searched by one that cannot: nothing takes its place silently.
     */
    default boolean excludesGroups() {
        return true;
    }

    /**
     * Sums of rows by class, equal to those of {@link ClassSums#reference} bit for bit, which is what the default does.
     *
     * @param rows finite values; not modified
     */
    default ClassSums classSums(ClassRows rows) {
        return ClassSums.reference(rows);
    }

    /** Rows that are kept where they are compared, until this is closed. Idempotent; closing never fails, late closing included. */
    @FunctionalInterface
    interface Held extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Keeps rows where they are compared, so that the calls that are given the same rows (the same {@link Embeddings#values} array)
     * need not send them again: a bank that many queries search, rows that are summed by many labels. Results do not change.
     * Nobody modifies the values meanwhile. The default keeps nothing, for there is nowhere to send them.
     *
     * @param rows n x d, finite
     * @return closes what is kept; closing the similarity does too
     * @throws io.discern.EncoderException if there is no memory for them
     */
    default Held hold(Embeddings rows) {
        return () -> {};
    }

    /** Releases what it holds. Idempotent; use afterwards is an {@link IllegalStateException} where there was something. */
    @Override
    default void close() {}
}
