package io.discern.analysis.internal.linalg;

import io.discern.analysis.LabeledEmbeddings;
import java.util.Arrays;

/**
 * How a cloud spreads over directions: min(n, d) values of each kind, falling. Values within rounding of zero are zero.
 *
 * @param variances eigenvalues of the covariance of the centred rows, with division by n - 1; of one row 0
 * @param singularValues of the rows as they are, not centred
 */
public record Spectrum(double[] variances, double[] singularValues) {
    /** Eigenvalues below this share of their sum are rounding of the products, ... */
    static final double ROUNDING = 1e-13;
    /** ... and those below this share of the sum of squares are rounding of the mean. */
    public static final double MEAN_ROUNDING = 0x1p-100;

    /** By the eigenvalues of d x d or n x n products, whichever is smaller. */
    public static Spectrum of(LabeledEmbeddings data) {
        Rows rows = Rows.of(data);
        double[] squares = falling(rows, 0);
        double least = MEAN_ROUNDING * Arrays.stream(squares).sum();
        double[] variances = falling(rows.centered(), least);
        return new Spectrum(
                Arrays.stream(variances)
                        .map(v -> v / Math.max(1, data.rows() - 1))
                        .toArray(),
                Arrays.stream(squares).map(Math::sqrt).toArray());
    }

    private static double[] falling(Rows rows, double least) {
        try (SymmetricMatrix products = rows.count() < rows.dim() ? Products.gram(rows) : Products.scatter(rows)) {
            double[] ascending = products.eigenvalues();
            double rounding = Math.max(least, ROUNDING * Math.max(0, products.trace()));
            double[] falling = new double[ascending.length];
            for (int i = 0; i < falling.length; i++) {
                double value = ascending[falling.length - 1 - i];
                falling[i] = value > rounding ? value : 0;
            }
            return falling;
        }
    }
}
