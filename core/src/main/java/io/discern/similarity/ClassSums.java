package io.discern.similarity;

import java.util.stream.IntStream;

/**
 * Sums of the rows of each class and of their squares, exactly defined: every addition, subtraction, multiplication and division
 * is rounded to double by itself (nothing fused), so that whoever computes them gets the same bits.
 *
 * <p>With {@code v_ij = x_ij} widened to double, or {@code x_ij / length_i}, and {@code e_ij = v_ij - origin_cj}: for each piece,
 * class c and component j, {@code s = 0}, then {@code s = s + e_ij} over the piece's rows of class c in their order, and
 * {@code q = q + e_ij e_ij} likewise; then {@code sum_cj = 0 + s_1 + s_2 + ...} over the pieces in order, from the left, and the
 * squares likewise.
 *
 * @param sums {@code classes x dim}, row-major; aliased
 * @param squares {@code classes x dim}, row-major; aliased
 */
public record ClassSums(double[] sums, double[] squares) {

    /** The reference in plain Java: pieces side by side on the cores. */
    public static ClassSums reference(ClassRows rows) {
        ClassSums[] pieces = IntStream.range(0, rows.pieces())
                .parallel()
                .mapToObj(piece -> ofPiece(rows, rows.start(piece), rows.start(piece + 1)))
                .toArray(ClassSums[]::new);
        ClassSums total = zero(rows);
        for (ClassSums piece : pieces) {
            for (int i = 0; i < total.sums.length; i++) {
                total.sums[i] += piece.sums[i];
                total.squares[i] += piece.squares[i];
            }
        }
        return total;
    }

    private static ClassSums zero(ClassRows rows) {
        return new ClassSums(new double[rows.origins().length], new double[rows.origins().length]);
    }

    private static ClassSums ofPiece(ClassRows rows, int from, int to) {
        ClassSums piece = zero(rows);
        int dim = rows.rows().dim();
        float[] values = rows.rows().values();
        double[] origins = rows.origins();
        for (int place = from; place < to; place++) {
            int row = rows.order()[place];
            int into = rows.labels()[row] * dim;
            double length = rows.lengths().length == 0 ? 1 : rows.lengths()[row];
            for (int j = 0; j < dim; j++) {
                double deviation = values[row * dim + j] / length - origins[into + j];
                piece.sums[into + j] += deviation;
                piece.squares[into + j] += deviation * deviation;
            }
        }
        return piece;
    }

    /** The number of sums, never the data. */
    @Override
    public String toString() {
        return "ClassSums[" + sums.length + "]";
    }
}
