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
    /** So many multiplications are worth float32. */
    private static final double MANY_PRODUCTS = 0x1p31;
    /** What float32 is off by in S_W, as a share of the product of the columns' lengths ... */
    private static final double FLOAT_DEVIATION = 1e-7;
    /** ... and may be in the trace, as a share of it. */
    private static final double MOST_DEVIATION = 1e-6;

    private final int fullDim;
    private final Rows residuals;
    private final double[][] between;
    private SymmetricMatrix within;
    private boolean exact;

    /**
     * Of centred rows.
     *
     * @param labels the class of each row; each class has one
     */
    ClassScatter(Coordinates coordinates, int[] labels, int classes) {
        this(coordinates, labels, classes, products(coordinates.rows()) < MANY_PRODUCTS);
    }

    private static double products(Rows rows) {
        return (double) rows.count() * rows.dim() * rows.dim();
    }

    /** Likewise, with S_W summed in double, or in float32 where that will do. */
    ClassScatter(Coordinates coordinates, int[] labels, int classes, boolean exact) {
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
        this.exact = exact;
        this.within = exact ? Products.scatter(residuals) : Products.floatScatter(residuals);
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

    /**
     * {@code S*^-1 b_c} for each class, C x d; empty if S* is singular. Of very many rows S_W is summed in float32 first, and anew in double
     * where that would not do.
     */
    Optional<double[][]> solve(double shrinkage) {
        if (shrinkage == 0 && within.order() < fullDim) {
            return Optional.empty();
        }
        Optional<double[][]> solved = solved(shrinkage);
        if (exact || solved.isPresent() && precise(solved.get())) {
            return solved;
        }
        within.close();
        within = Products.scatter(residuals);
        exact = true;
        return solved(shrinkage);
    }

    private Optional<double[][]> solved(double shrinkage) {
        return within.cholesky(1 - shrinkage, shrinkage * withinTrace() / fullDim)
                .map(factor -> {
                    try (factor) {
                        return factor.solve(between);
                    }
                });
    }

    /**
     * Whether errors e_ij of S_W leave the trace as it is: they change it by {@code sum_c v_c' e v_c}, with {@code v_c = S*^-1 b_c}, and
     * where they are independent by about {@code sum_c sum_j v_cj^2 s_jj} times their share of {@code sqrt(s_ii s_jj)}.
     */
    private boolean precise(double[][] solved) {
        double trace = 0;
        double error = 0;
        for (int c = 0; c < solved.length; c++) {
            for (int j = 0; j < solved[c].length; j++) {
                trace += between[c][j] * solved[c][j];
                error += FLOAT_DEVIATION * solved[c][j] * solved[c][j] * within.get(j, j);
            }
        }
        return error <= MOST_DEVIATION * trace;
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
