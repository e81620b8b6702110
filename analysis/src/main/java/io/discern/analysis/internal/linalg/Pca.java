package io.discern.analysis.internal.linalg;

import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.internal.vector.RowSums;
import java.util.Arrays;

/**
 * Principal components: the orthogonal directions of largest variance.
 *
 * <p>With centred rows X, the eigenvectors of {@code X'X / (n - 1)} by falling eigenvalue; those of the smaller {@code XX'} when
 * {@code n < d}, which span the same. Each component's sign makes its largest loading by magnitude positive (the first of
 * equal ones), so a map does not flip between runs. Directions without variance beyond rounding are not components.
 *
 * <p>Reference: Jolliffe, <i>Principal Component Analysis</i> (2002), ch. 3.
 *
 * @param mean the mean row, d
 * @param components at most k unit rows of length d, orthogonal
 * @param variances the variance along each component, with division by n - 1
 * @param shares the variances as shares of the total variance, in [0, 1]
 */
public record Pca(double[] mean, double[][] components, double[] variances, double[] shares) {
    /**
     * Finds the first components.
     *
     * @param data n x d
     * @param k how many at most; at least 1
     */
    public static Pca fit(LabeledEmbeddings data, int k) {
        if (k < 1) {
            throw new IllegalArgumentException("k " + k + "; expected at least 1 component");
        }
        Rows rows = Rows.of(data);
        double[] mean = rows.mean();
        Rows centered = rows.minus(mean);
        boolean gram = data.rows() < data.dim();
        try (SymmetricMatrix products = gram ? Products.gram(centered) : Products.scatter(centered);
                Eigen eigen = products.largest(Math.min(k, products.order()))) {
            double[] values = eigen.values();
            int size = values.length;
            double total = products.trace();
            double squares = total + data.rows() * RowSums.squares(mean);
            double least = Math.max(Spectrum.ROUNDING * total, Spectrum.MEAN_ROUNDING * squares);
            int found = 0;
            while (found < size && values[size - 1 - found] > least) {
                found++;
            }
            double[][] components = new double[found][];
            double[] variances = new double[found];
            double[] shares = new double[found];
            for (int c = 0; c < found; c++) {
                double[] vector = eigen.vectors().row(size - 1 - c);
                components[c] = oriented(gram ? toColumns(centered, vector) : vector);
                variances[c] = values[size - 1 - c] / (data.rows() - 1);
                shares[c] = values[size - 1 - c] / total;
            }
            return new Pca(mean, components, variances, shares);
        }
    }

    /**
     * The coordinates of rows along the components.
     *
     * @return rows x components
     */
    public double[][] project(LabeledEmbeddings data) {
        double[][] points = new double[data.rows()][0];
        if (components.length > 0) {
            Products.dots(Rows.of(data).minus(mean), components, (row, products) -> points[row] = products);
        }
        return points;
    }

    /** X'u at unit length: the component that belongs to an eigenvector u of XX'. */
    private static double[] toColumns(Rows centered, double[] u) {
        double[] component = centered.scaled(u).sums(new int[u.length], 1)[0];
        double norm = Math.sqrt(Arrays.stream(component).map(v -> v * v).sum());
        return Arrays.stream(component).map(v -> v / norm).toArray();
    }

    private static double[] oriented(double[] component) {
        int largest = 0;
        for (int j = 1; j < component.length; j++) {
            if (Math.abs(component[j]) > Math.abs(component[largest])) {
                largest = j;
            }
        }
        double sign = component[largest] < 0 ? -1 : 1;
        return Arrays.stream(component).map(v -> sign * v).toArray();
    }
}
