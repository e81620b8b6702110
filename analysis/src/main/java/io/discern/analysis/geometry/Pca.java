package io.discern.analysis.geometry;

import io.discern.analysis.LabeledEmbeddings;
import java.util.Arrays;
import org.bytedeco.javacpp.indexer.DoubleIndexer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.eigen.Eigen;
import org.nd4j.linalg.factory.Nd4j;

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
    private static final int ROWS_AT_ONCE = 2048;
    /** Eigenvalues below this share of their sum are rounding of the products, ... */
    private static final double ROUNDING = 1e-13;
    /** ... and those below this share of the sum of squares are rounding of the mean. */
    private static final double MEAN_ROUNDING = 0x1p-100;

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
        double[] mean = new double[data.dim()];
        double[] row = new double[data.dim()];
        double squares = 0;
        for (int i = 0; i < data.rows(); i++) {
            data.readRow(i, row);
            squares += data.norm(i) * data.norm(i);
            for (int j = 0; j < row.length; j++) {
                mean[j] += row[j] / data.rows();
            }
        }
        boolean gram = data.rows() < data.dim();
        try (INDArray vectors = gram ? gram(data, mean) : scatter(data, mean);
                INDArray values = Eigen.symmetricGeneralizedEigenvalues(vectors, true)) {
            int size = (int) values.length();
            double total = 0;
            for (int i = 0; i < size; i++) {
                total += Math.max(0, values.getDouble(i));
            }
            double least = Math.max(ROUNDING * total, MEAN_ROUNDING * squares);
            int found = 0;
            while (found < Math.min(k, size) && values.getDouble(size - 1 - found) > least) {
                found++;
            }
            double[][] components = new double[found][];
            double[] variances = new double[found];
            double[] shares = new double[found];
            for (int c = 0; c < found; c++) {
                double[] vector = new double[size];
                for (int i = 0; i < size; i++) {
                    vector[i] = vectors.getDouble(i, size - 1 - c);
                }
                components[c] = oriented(gram ? toColumns(data, mean, vector) : vector);
                variances[c] = values.getDouble(size - 1 - c) / (data.rows() - 1);
                shares[c] = values.getDouble(size - 1 - c) / total;
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
        double[][] points = new double[data.rows()][components.length];
        double[] row = new double[data.dim()];
        for (int i = 0; i < points.length; i++) {
            data.readRow(i, row);
            for (int c = 0; c < components.length; c++) {
                for (int j = 0; j < row.length; j++) {
                    points[i][c] += (row[j] - mean[j]) * components[c][j];
                }
            }
        }
        return points;
    }

    /** X'X, d x d. */
    private static INDArray scatter(LabeledEmbeddings data, double[] mean) {
        INDArray sum = Nd4j.create(DataType.DOUBLE, new long[] {data.dim(), data.dim()}, 'c');
        for (int first = 0; first < data.rows(); first += ROWS_AT_ONCE) {
            try (INDArray x = centered(data, mean, first, Math.min(ROWS_AT_ONCE, data.rows() - first))) {
                Nd4j.gemm(x, x, sum, true, false, 1, 1);
            }
        }
        return sum;
    }

    /** XX', n x n with n < d. */
    private static INDArray gram(LabeledEmbeddings data, double[] mean) {
        INDArray gram = Nd4j.create(DataType.DOUBLE, new long[] {data.rows(), data.rows()}, 'c');
        try (INDArray x = centered(data, mean, 0, data.rows())) {
            Nd4j.gemm(x, x, gram, false, true, 1, 0);
        }
        return gram;
    }

    private static INDArray centered(LabeledEmbeddings data, double[] mean, int first, int rows) {
        INDArray x = Nd4j.create(DataType.DOUBLE, new long[] {rows, data.dim()}, 'c');
        DoubleIndexer into = (DoubleIndexer) x.data().indexer();
        double[] row = new double[data.dim()];
        for (int i = 0; i < rows; i++) {
            data.readRow(first + i, row);
            for (int j = 0; j < row.length; j++) {
                into.put((long) i * row.length + j, row[j] - mean[j]);
            }
        }
        return x;
    }

    /** X'u at unit length: the component that belongs to an eigenvector u of XX'. */
    private static double[] toColumns(LabeledEmbeddings data, double[] mean, double[] u) {
        double[] component = new double[data.dim()];
        double[] row = new double[data.dim()];
        for (int i = 0; i < data.rows(); i++) {
            data.readRow(i, row);
            for (int j = 0; j < row.length; j++) {
                component[j] += u[i] * (row[j] - mean[j]);
            }
        }
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
