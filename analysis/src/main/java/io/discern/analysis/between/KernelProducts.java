package io.discern.analysis.between;

import io.discern.analysis.internal.linalg.CrossScatter;
import io.discern.analysis.internal.linalg.DenseMatrix;
import io.discern.analysis.internal.linalg.Kernels;
import io.discern.analysis.internal.linalg.Products;
import io.discern.analysis.internal.linalg.Rows;
import io.discern.analysis.internal.linalg.SymmetricMatrix;
import java.util.Arrays;

/**
 * {@code tr(KL)}, {@code tr(KK)} and {@code tr(LL)} of the inner products K and L of centred rows x and y, and what each row
 * adds.
 *
 * @param products those three
 * @param rows for each of the three {@code sum_j K_ij L_ij} by row i; empty if not asked for
 * @param diagonals K_ii and L_ii; empty if not asked for
 */
record KernelProducts(double[] products, double[][] rows, double[][] diagonals) {

    /** From n x n products where n is not above the larger d, otherwise from d x d products: {@code tr(KL) = |X'Y|^2}. */
    static KernelProducts of(Rows x, Rows y, boolean byRow) {
        return x.count() <= Math.max(x.dim(), y.dim()) ? ofRows(x, y, byRow) : ofFeatures(x, y, byRow);
    }

    static KernelProducts ofRows(Rows x, Rows y, boolean byRow) {
        try (SymmetricMatrix k = Products.gram(x);
                SymmetricMatrix l = Products.gram(y)) {
            return new KernelProducts(
                    new double[] {k.product(l), k.squares(), l.squares()},
                    byRow ? new double[][] {rowProducts(k, l), rowProducts(k, k), rowProducts(l, l)} : new double[0][],
                    byRow ? new double[][] {x.squares(), y.squares()} : new double[0][]);
        }
    }

    private static double[] rowProducts(SymmetricMatrix one, SymmetricMatrix other) {
        double[] sums = new double[one.order()];
        Arrays.parallelSetAll(sums, i -> {
            double sum = 0;
            for (int j = 0; j < sums.length; j++) {
                sum += one.get(i, j) * other.get(i, j);
            }
            return sum;
        });
        return sums;
    }

    static KernelProducts ofFeatures(Rows x, Rows y, boolean byRow) {
        try (CrossScatter scatter = CrossScatter.of(x, y)) {
            double[][] rows = new double[0][];
            if (byRow) {
                try (DenseMatrix xx = scatter.xx().full();
                        DenseMatrix yy = scatter.yy().full()) {
                    rows = new double[][] {
                        PairedRows.forms(x, y, scatter.yx()), PairedRows.forms(x, x, xx), PairedRows.forms(y, y, yy)
                    };
                }
            }
            return new KernelProducts(
                    new double[] {
                        scatter.yx().squares(),
                        scatter.xx().squares(),
                        scatter.yy().squares()
                    },
                    rows,
                    byRow ? new double[][] {x.squares(), y.squares()} : new double[0][]);
        }
    }

    /** The diagonals that the i-th product multiplies. */
    private double[][] factors(int product) {
        return switch (product) {
            case 0 -> diagonals;
            case 1 -> new double[][] {diagonals[0], diagonals[0]};
            default -> new double[][] {diagonals[1], diagonals[1]};
        };
    }

    /** The products of the diagonals' values, by row. */
    double[] diagonal(int product) {
        double[][] factors = factors(product);
        double[] values = new double[factors[0].length];
        Arrays.setAll(values, i -> factors[0][i] * factors[1][i]);
        return values;
    }

    /** n (n - 3) times the {@linkplain Kernels#unbiased unbiased HSIC}. */
    double unbiased(int product) {
        double[][] factors = factors(product);
        return Kernels.unbiased(products[product], factors[0], factors[1]);
    }
}
