package io.discern.analysis.internal.linalg;

import java.util.Arrays;

/** Sums over the inner products {@code K_ij = x_i' x_j} of rows. */
public final class Kernels {

    private Kernels() {}

    /** {@code tr(KK)}, the sum of all squared inner products: of K, n x n, or of {@code X'X}, d x d, whichever is smaller. */
    public static double squares(Rows rows) {
        try (SymmetricMatrix matrix = rows.count() <= rows.dim() ? Products.gram(rows) : Products.scatter(rows)) {
            return matrix.squares();
        }
    }

    /**
     * {@code n (n - 3)} times the unbiased HSIC (Song et al., <i>Feature selection via dependence maximization</i>, JMLR 13
     * (2012) 1393-1434, eq. 5) of two kernels of centred rows. Rows of K then sum to 0, and without their diagonal to {@code
     * -K_ii}. Where both are one kernel, the HSIC is {@code tr(Cov Cov)} of the rows' population.
     *
     * @param product {@code tr(KL)}
     * @param ofK the diagonal of K; at least four values
     * @param ofL the diagonal of L
     */
    public static double unbiased(double product, double[] ofK, double[] ofL) {
        double n = ofK.length;
        double ofDiagonals = 0;
        for (int i = 0; i < ofK.length; i++) {
            ofDiagonals += ofK[i] * ofL[i];
        }
        return product
                - ofDiagonals
                + Arrays.stream(ofK).sum() * Arrays.stream(ofL).sum() / ((n - 1) * (n - 2))
                - 2 / (n - 2) * ofDiagonals;
    }
}
