package io.discern.similarity;

import io.discern.Embeddings;

/**
 * What {@link CosineSimilarity#classSums} sums up: rows in an order, cut into pieces, with the class of each. Aliases its arrays,
 * which nobody modifies meanwhile.
 *
 * @param rows n x d, finite
 * @param lengths what each row is divided by in double, one for each row, none zero; empty where rows are taken as they are
 * @param order the rows in the order in which they are added, each once: n numbers
 * @param labels the class of each row, in 0..classes-1
 * @param origins what is subtracted from the rows of each class: {@code classes x d}, row-major
 * @param pieces how many pieces of the order are summed apart, at least 1; piece p begins at {@code floor(p n / pieces)}
 */
public record ClassRows(Embeddings rows, double[] lengths, int[] order, int[] labels, double[] origins, int pieces) {

    /** Checks the sizes, the order and the labels. */
    public ClassRows {
        int n = rows.rows();
        if (order.length != n || labels.length != n || lengths.length != 0 && lengths.length != n) {
            throw new IllegalArgumentException(order.length + " places, " + labels.length + " labels and "
                    + lengths.length + " lengths for " + n + " rows; expected one for each, or no lengths");
        }
        if (pieces < 1 || origins.length % rows.dim() != 0) {
            throw new IllegalArgumentException(pieces + " pieces, origins of " + origins.length
                    + " values; expected at least one piece and " + rows.dim() + " values for each class");
        }
        boolean[] seen = new boolean[n];
        for (int row : order) {
            if (row < 0 || row >= n || seen[row]) {
                throw new IllegalArgumentException(
                        "row " + row + " in the order; expected each of 0.." + (n - 1) + " once");
            }
            seen[row] = true;
        }
        int classes = origins.length / rows.dim();
        for (int row = 0; row < n; row++) {
            if (labels[row] < 0 || labels[row] >= classes) {
                throw new IllegalArgumentException(
                        "row " + row + " has label " + labels[row] + "; expected 0.." + (classes - 1));
            }
        }
    }

    /** The number of classes. */
    public int classes() {
        return origins.length / rows.dim();
    }

    /** The place in the order where a piece begins; that of piece {@code pieces} is the end. */
    public int start(int piece) {
        return (int) ((long) piece * order.length / pieces);
    }

    /** The sizes, never the data. */
    @Override
    public String toString() {
        return "ClassRows[" + rows.rows() + " x " + rows.dim() + ", " + classes() + " classes, " + pieces + " pieces]";
    }
}
