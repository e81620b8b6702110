package io.discern.analysis.fisher;

import io.discern.analysis.internal.linalg.Products;
import io.discern.analysis.internal.linalg.Rows;
import io.discern.analysis.internal.linalg.SymmetricMatrix;
import java.util.Optional;

/**
 * The matrices S_W, whole, and S_B, as the vectors {@code b_c = sqrt(n_c) (mu_c - mu)} of which it is the sum of outer
 * products; closed by whoever made it.
 */
final class ClassScatter implements AutoCloseable {
    private final int fullDim;
    private final Rows residuals;
    private final double[][] between;
    private final SymmetricMatrix within;

    /**
     * Of centred rows.
     *
     * @param labels the class of each row; each class has one
     */
    ClassScatter(Coordinates coordinates, int[] labels, int classes) {
        Rows rows = coordinates.rows();
        int[] counts = new int[classes];
        for (int label : labels) {
            counts[label]++;
        }
        double[][] means = rows.sums(labels, classes);
        double[] center = new double[rows.dim()];
        for (int label = 0; label < classes; label++) {
            for (int j = 0; j < center.length; j++) {
                center[j] += means[label][j] / labels.length;
                means[label][j] /= counts[label];
            }
        }
        this.between = new double[classes][rows.dim()];
        for (int label = 0; label < classes; label++) {
            for (int j = 0; j < center.length; j++) {
                between[label][j] = Math.sqrt(counts[label]) * (means[label][j] - center[j]);
            }
        }
        this.fullDim = coordinates.fullDim();
        this.residuals = rows.minus(means, labels);
        this.within = Products.scatter(residuals);
    }

    int rows() {
        return residuals.count();
    }

    /** The number of components before any rotation into fewer. */
    int fullDim() {
        return fullDim;
    }

    /** C x d. */
    double[][] between() {
        return between;
    }

    double withinTrace() {
        return within.trace();
    }

    double withinSquares() {
        return within.squares();
    }

    /** {@code sum_i |x_i - mu_c|^4}. */
    double fourthPowers() {
        double sum = 0;
        for (double squares : residuals.squares()) {
            sum += squares * squares;
        }
        return sum;
    }

    /** {@code S*^-1 b_c} for each class, C x d; empty if S* is singular. */
    Optional<double[][]> solve(double shrinkage) {
        if (shrinkage == 0 && within.order() < fullDim) {
            return Optional.empty();
        }
        return within.cholesky(1 - shrinkage, shrinkage * withinTrace() / fullDim)
                .map(factor -> {
                    try (factor) {
                        return factor.solve(between);
                    }
                });
    }

    /** {@code b_k . v_l} for all classes k and l, for example {@code b' S*^-1 b}. */
    double[][] againstBetween(double[][] vectors) {
        double[][] products = new double[between.length][vectors.length];
        for (int k = 0; k < products.length; k++) {
            for (int l = 0; l < vectors.length; l++) {
                for (int j = 0; j < between[k].length; j++) {
                    products[k][l] += between[k][j] * vectors[l][j];
                }
            }
        }
        return products;
    }

    @Override
    public void close() {
        within.close();
    }
}
