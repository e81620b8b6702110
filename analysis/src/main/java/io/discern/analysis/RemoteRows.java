package io.discern.analysis;

import io.discern.analysis.internal.vector.RowSums;
import io.discern.similarity.ClassSums;
import java.util.stream.IntStream;

/**
 * A matrix that this process does not hold, because it lies on many machines: {@code n x d}, float32, finite. Whoever has one makes {@link
 * LabeledEmbeddings} of it, and every metric measures these as it measures others; what is about all rows at once is asked for here, other rows are read
 * one after another.
 *
 * <p>Every answer must be the one that this library would compute of the same rows in memory, to the last bit: the formulas say in which
 * order. Implementations are safe for concurrent use. Whoever made it closes what it holds, after the embeddings.
 */
public interface RemoteRows {

    /**
     * Some of the rows, in an order of their own.
     *
     * @param rows their numbers, each once; aliased
     * @param units for each of them what is left out together; negative for none
     */
    record Side(int[] rows, int[] units) {
        /** Checks that there is a unit for each row. */
        public Side {
            if (rows.length != units.length) {
                throw new IllegalArgumentException(
                        units.length + " units for " + rows.length + " rows; expected one each");
            }
        }

        /** The sizes, never the data. */
        @Override
        public String toString() {
            return "Side[" + rows.length + " rows]";
        }
    }

    /**
     * The nearest rows of each query.
     *
     * @param rows for each query places in the bank, the nearest first; fewer than asked for where fewer are left
     * @param similarities their cosines
     */
    record Nearest(int[][] rows, double[][] similarities) {
        /** The number of queries, never the data. */
        @Override
        public String toString() {
            return "Nearest[" + rows.length + " queries]";
        }
    }

    /** The Euclidean length of a row as this library takes it; not the same to the last bit as from the left. */
    static double length(double[] row) {
        return Math.sqrt(RowSums.squares(row));
    }

    /** The number of rows, n. */
    int rows();

    /** The length of a row, d. */
    int dim();

    /** The largest magnitude of a value. */
    double largest();

    /** The {@link #length} of each row times {@code scale}, which is a power of two. */
    double[] lengths(double scale);

    /** Copies a row. Rows that follow each other are read fast. */
    void read(int row, float[] into);

    /**
     * Sums as {@link ClassSums} defines them, of these rows times {@code scale}.
     *
     * @param order numbers of rows, each once, in the order in which they are added
     * @param lengths what each row of the matrix is divided by after that; empty for nothing
     * @param labels the class of each row of the matrix; those that are not in the order do not matter
     * @param origins classes x d
     * @param pieces how many pieces of the order are summed apart
     */
    ClassSums classSums(double scale, int[] order, double[] lengths, int[] labels, double[] origins, int pieces);

    /**
     * For each query the k rows of a bank of other units with the largest cosine, as {@code q.b / (|q| |b|)} in double, larger first, equal ones by
     * their place in the bank.
     */
    Nearest nearest(Side queries, Side bank, int k);

    /**
     * What {@link LabeledEmbeddings} hold of such a matrix.
     *
     * @param all the matrix
     * @param rows the numbers of the rows that they have, in their order; aliased
     * @param scale what rows are multiplied by where they are read
     * @param lengths of all rows of the matrix after that; aliased
     */
    record Part(RemoteRows all, int[] rows, double scale, double[] lengths) {
        /** These rows as a side of a search. */
        public Side side(int[] units) {
            return new Side(rows, units);
        }

        /**
         * Sums as {@link ClassSums} defines them.
         *
         * @param unit whether rows are divided by their lengths
         * @param order places among these rows
         * @param labels the class of each of these rows
         */
        public ClassSums classSums(boolean unit, int[] order, int[] labels, double[] origins, int pieces) {
            int[] ordered = new int[order.length];
            int[] ofMatrix = new int[all.rows()];
            for (int place = 0; place < order.length; place++) {
                ordered[place] = rows[order[place]];
                ofMatrix[ordered[place]] = labels[order[place]];
            }
            return all.classSums(scale, ordered, unit ? lengths : new double[0], ofMatrix, origins, pieces);
        }

        Part select(int[] selected) {
            return new Part(
                    all, IntStream.of(selected).map(place -> rows[place]).toArray(), scale, lengths);
        }

        /** The size, never the data. */
        @Override
        public String toString() {
            return "Part[" + rows.length + " of " + all.rows() + " rows]";
        }
    }
}
