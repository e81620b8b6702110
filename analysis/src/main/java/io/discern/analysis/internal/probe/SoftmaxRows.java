package io.discern.analysis.internal.probe;

import io.discern.analysis.internal.linalg.DenseMatrix;
import io.discern.analysis.internal.linalg.SingleThreadedProducts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A piece of the rows that a softmax loss sums over: one walk through it gives its part of the loss and of the gradient.
 * The walk goes in tiles that stay in the cache between the two products with them, and are small enough for OpenBLAS not
 * to wake threads of its own: pieces run in parallel instead.
 */
final class SoftmaxRows implements AutoCloseable {
    private static final int MOST_ROWS_OF_TILE = 256;
    private static final int FEWEST_ROWS_OF_TILE = 16;

    private final int[] labels;
    private final int first;
    private final List<DenseMatrix> tiles = new ArrayList<>();
    private final DenseMatrix residuals;
    private final DenseMatrix slopes;
    private final double[] interceptSlopes;
    private double loss;
    private double doubt;

    /**
     * Of the rows from {@code first} to before {@code end}.
     *
     * @param labels the class of every row, of this piece and others
     */
    SoftmaxRows(DenseMatrix coordinates, int[] labels, int classes, int first, int end) {
        this.labels = labels;
        this.first = first;
        int fitting = SingleThreadedProducts.SMALL / classes / Math.max(1, coordinates.columns());
        int tileRows = Math.max(FEWEST_ROWS_OF_TILE, Math.min(MOST_ROWS_OF_TILE, fitting));
        for (int row = first; row < end; row += tileRows) {
            tiles.add(coordinates.view(row, Math.min(tileRows, end - row)));
        }
        this.residuals = new DenseMatrix(tileRows, classes);
        this.slopes = new DenseMatrix(classes, coordinates.columns());
        this.interceptSlopes = new double[classes];
    }

    /** Walks through the rows, read with these weights (classes x r) and intercepts. */
    void walk(DenseMatrix weights, double[] intercepts) {
        loss = 0;
        doubt = 0;
        Arrays.fill(interceptSlopes, 0);
        int row = first;
        for (DenseMatrix tile : tiles) {
            DenseMatrix some = residuals.view(0, tile.rows());
            some.set(tile, false, weights, true);
            toResiduals(some, row, intercepts);
            if (row == first) {
                slopes.set(some, true, tile, false);
            } else {
                slopes.add(some, true, tile, false);
            }
            row += tile.rows();
        }
    }

    /** Turns products into p - [y = c], and sums. */
    private void toResiduals(DenseMatrix products, int firstRow, double[] intercepts) {
        double[] row = new double[intercepts.length];
        for (int i = 0; i < products.rows(); i++) {
            products.read(i, row);
            for (int label = 0; label < row.length; label++) {
                row[label] += intercepts[label];
            }
            int truth = labels[firstRow + i];
            double score = row[truth];
            loss += Softmax.inPlace(row) - score;
            doubt += 1;
            for (double probability : row) {
                doubt -= probability * probability;
            }
            row[truth] -= 1;
            for (int label = 0; label < row.length; label++) {
                interceptSlopes[label] += row[label];
            }
            products.put(i, row);
        }
    }

    /** The sum of the rows' log losses in the last walk. */
    double loss() {
        return loss;
    }

    /** The sum of {@code 1 - sum_c p_c^2} in the last walk. */
    double doubt() {
        return doubt;
    }

    /** Reads a class's part of the gradient in the last walk, by its weights. */
    void slopes(int label, double[] into) {
        slopes.read(label, into);
    }

    /** A class's part of the gradient in the last walk, by its intercept. */
    double interceptSlope(int label) {
        return interceptSlopes[label];
    }

    @Override
    public void close() {
        residuals.close();
        slopes.close();
    }
}
