package io.discern.analysis.internal.probe;

import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.internal.linalg.DenseMatrix;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Fitting rows, centred, scaled and turned to their principal axes.
 *
 * <p>With X the centred and scaled rows (n x d): the axes V are the eigenvectors of X'X, or X' U S^(-1/2) from those of XX'
 * where n &lt; d, and the coordinates are Z = XV (n x r), so that Z'Z is diagonal. Axes along which the rows do not spread
 * beyond rounding are left out: no reader with a penalty gives them weight.
 */
public final class PrincipalAxes implements AutoCloseable {
    /** Eigenvalues below this share of the largest are rounding. */
    private static final double ROUNDING = 1e-13;

    private final double[] mean;
    private final double[] factor;
    private final DenseMatrix axes;
    private final DenseMatrix coordinates;
    private final double[] squares;

    private PrincipalAxes(double[] mean, double[] factor, DenseMatrix axes, DenseMatrix coordinates, double[] squares) {
        this.mean = mean;
        this.factor = factor;
        this.axes = axes;
        this.coordinates = coordinates;
        this.squares = squares;
    }

    /**
     * Turns rows.
     *
     * @param rows which rows of the data
     */
    public static PrincipalAxes of(LabeledEmbeddings data, int[] rows, Scaling scaling) {
        double[] mean = mean(data, rows);
        double[] factor = factors(data, rows, mean, scaling);
        DenseMatrix x = scaled(data, rows, mean, factor);
        try {
            return of(mean, factor, x);
        } catch (RuntimeException failed) {
            x.close();
            throw failed;
        }
    }

    private static DenseMatrix scaled(LabeledEmbeddings data, int[] rows, double[] mean, double[] factor) {
        DenseMatrix x = new DenseMatrix(rows.length, data.dim());
        IntStream.range(0, rows.length).parallel().forEach(i -> {
            double[] row = new double[data.dim()];
            data.readRow(rows[i], row);
            for (int j = 0; j < row.length; j++) {
                row[j] = (row[j] - mean[j]) * factor[j];
            }
            x.put(i, row);
        });
        return x;
    }

    /** The coordinates of other rows along the axes, n x r; closed by whoever asked for them. */
    DenseMatrix turned(LabeledEmbeddings data, int[] rows) {
        try (DenseMatrix x = scaled(data, rows, mean, factor)) {
            return DenseMatrix.product(x, false, axes, true);
        }
    }

    /** Of centred and scaled rows, which become coordinates. */
    private static PrincipalAxes of(double[] mean, double[] factor, DenseMatrix x) {
        boolean gram = x.rows() < x.columns();
        try (DenseMatrix vectors = DenseMatrix.product(x, !gram, x, gram)) {
            double[] eigenvalues = vectors.toEigenvectors();
            double least = Math.max(0, eigenvalues[eigenvalues.length - 1]) * ROUNDING;
            int first = (int)
                    Arrays.stream(eigenvalues).filter(value -> value <= least).count();
            double[] squares = Arrays.copyOfRange(eigenvalues, first, eigenvalues.length);
            DenseMatrix axes = vectors.rowsFrom(first);
            if (gram) {
                try (DenseMatrix ofRows = axes) {
                    axes = DenseMatrix.product(ofRows, false, x, false);
                    scaleRows(
                            axes,
                            Arrays.stream(squares)
                                    .map(square -> 1 / Math.sqrt(square))
                                    .toArray());
                }
            }
            x.timesTransposed(axes);
            return new PrincipalAxes(mean, factor, axes, x, squares);
        }
    }

    private static double[] mean(LabeledEmbeddings data, int[] rows) {
        double[] mean = new double[data.dim()];
        double[] row = new double[data.dim()];
        for (int i : rows) {
            data.readRow(i, row);
            for (int j = 0; j < row.length; j++) {
                mean[j] += row[j] / rows.length;
            }
        }
        return mean;
    }

    private static double[] factors(LabeledEmbeddings data, int[] rows, double[] mean, Scaling scaling) {
        double[] factor = new double[data.dim()];
        if (scaling == Scaling.NONE) {
            Arrays.fill(factor, 1);
            return factor;
        }
        double[] variance = new double[data.dim()];
        double[] largest = new double[data.dim()];
        double[] row = new double[data.dim()];
        for (int i : rows) {
            data.readRow(i, row);
            for (int j = 0; j < row.length; j++) {
                variance[j] += (row[j] - mean[j]) * (row[j] - mean[j]) / rows.length;
                largest[j] = Math.max(largest[j], Math.abs(row[j]));
            }
        }
        if (scaling == Scaling.OVERALL) {
            Arrays.fill(variance, Arrays.stream(variance).average().orElseThrow());
        }
        for (int j = 0; j < factor.length; j++) {
            // the mean of equal values may be off by rounding; what that leaves is no spread
            boolean varies = Math.sqrt(variance[j]) > rows.length * Math.ulp(largest[j]);
            factor[j] = varies ? 1 / Math.sqrt(variance[j]) : 0;
        }
        return factor;
    }

    private static void scaleRows(DenseMatrix matrix, double[] by) {
        double[] row = new double[matrix.columns()];
        for (int i = 0; i < by.length; i++) {
            matrix.read(i, row);
            for (int j = 0; j < row.length; j++) {
                row[j] *= by[i];
            }
            matrix.put(i, row);
        }
    }

    /** The coordinates of the fitting rows along the axes, n x r. */
    DenseMatrix coordinates() {
        return coordinates;
    }

    /** The sum of squared coordinates along each axis; positive, ascending. */
    double[] squares() {
        return squares;
    }

    /**
     * The classifier that reads plain rows as one with these weights reads coordinates.
     *
     * @param weights classes x r
     * @param intercepts one for each class
     */
    LinearClassifier classifier(double[][] weights, double[] intercepts) {
        double[][] plain = new double[weights.length][mean.length];
        double[] shifted = intercepts.clone();
        double[] axis = new double[mean.length];
        for (int a = 0; a < squares.length; a++) {
            axes.read(a, axis);
            for (int label = 0; label < plain.length; label++) {
                for (int j = 0; j < axis.length; j++) {
                    plain[label][j] += weights[label][a] * axis[j];
                }
            }
        }
        for (int label = 0; label < plain.length; label++) {
            for (int j = 0; j < mean.length; j++) {
                plain[label][j] *= factor[j];
                shifted[label] -= plain[label][j] * mean[j];
            }
        }
        return new LinearClassifier(plain, shifted);
    }

    @Override
    public void close() {
        axes.close();
        coordinates.close();
    }
}
