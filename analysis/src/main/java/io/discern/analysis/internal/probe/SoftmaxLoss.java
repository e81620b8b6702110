package io.discern.analysis.internal.probe;

import io.discern.analysis.internal.linalg.DenseMatrix;
import java.util.Arrays;

/**
 * The penalised loss of multinomial logistic regression in principal axes, {@code sum_i -log p_i(y_i) + |W|^2 / (2C)}, as a
 * function of weights scaled so that its curvature is about 1.
 *
 * <p>The curvature along axis a is about {@code v s_a + 1/C}, with s_a the sum of squared coordinates and v the mean over
 * rows of {@code (1 - sum_c p_c^2) / (classes - 1)}, which is 1 / classes at W = 0 and falls as the fit grows sure: the
 * variables are the weights times its root. They come as classes x r weights, then one intercept for each class, which
 * bears no penalty.
 */
final class SoftmaxLoss implements Lbfgs.Function, AutoCloseable {
    private static final int ROWS_OF_PIECE = 1024;

    private final double c;
    private final int rows;
    private final double[] unit;
    private final double interceptUnit;
    private final DenseMatrix weights;
    private final SoftmaxRows[] pieces;
    private double curvature;

    /** With the variables scaled for the given v. */
    SoftmaxLoss(PrincipalAxes axes, int[] labels, int classes, double c, double curvature) {
        this.c = c;
        this.rows = labels.length;
        this.unit = Arrays.stream(axes.squares())
                .map(square -> 1 / Math.sqrt(curvature * square + 1 / c))
                .toArray();
        this.interceptUnit = 1 / Math.sqrt(curvature * labels.length);
        this.weights = new DenseMatrix(classes, unit.length);
        this.pieces = new SoftmaxRows[(rows + ROWS_OF_PIECE - 1) / ROWS_OF_PIECE];
        Arrays.setAll(
                pieces,
                piece -> new SoftmaxRows(
                        axes.coordinates(),
                        labels,
                        classes,
                        piece * ROWS_OF_PIECE,
                        Math.min(rows, (piece + 1) * ROWS_OF_PIECE)));
    }

    @Override
    public double at(double[] point, double[] gradient) {
        double[][] weightRows = weights(point);
        for (int label = 0; label < weightRows.length; label++) {
            weights.put(label, weightRows[label]);
        }
        double[] intercepts = intercepts(point);
        Arrays.stream(pieces).parallel().forEach(piece -> piece.walk(weights, intercepts));
        double loss = 0;
        double doubt = 0;
        // in the order of the pieces, so that the sums do not depend on the threads
        for (SoftmaxRows piece : pieces) {
            loss += piece.loss();
            doubt += piece.doubt();
        }
        curvature = doubt / rows / (weightRows.length - 1);
        return loss + putGradient(weightRows, gradient) / (2 * c);
    }

    /** Fills the gradient and returns the sum of squared weights. */
    private double putGradient(double[][] weightRows, double[] gradient) {
        Arrays.fill(gradient, 0);
        double[] slopes = new double[unit.length];
        double squares = 0;
        for (int label = 0; label < weightRows.length; label++) {
            int first = label * unit.length;
            int intercept = weightRows.length * unit.length + label;
            for (SoftmaxRows piece : pieces) {
                piece.slopes(label, slopes);
                for (int a = 0; a < slopes.length; a++) {
                    gradient[first + a] += slopes[a];
                }
                gradient[intercept] += piece.interceptSlope(label);
            }
            for (int a = 0; a < slopes.length; a++) {
                squares += weightRows[label][a] * weightRows[label][a];
                gradient[first + a] = (gradient[first + a] + weightRows[label][a] / c) * unit[a];
            }
            gradient[intercept] *= interceptUnit;
        }
        return squares;
    }

    /** The v of the point that was asked for last. */
    double curvature() {
        return curvature;
    }

    /** The point that stands for weights (classes x r) and intercepts. */
    double[] point(double[][] weightRows, double[] intercepts) {
        double[] point = new double[weights.rows() * (unit.length + 1)];
        for (int label = 0; label < weights.rows(); label++) {
            for (int a = 0; a < unit.length; a++) {
                point[label * unit.length + a] = weightRows[label][a] / unit[a];
            }
            point[weights.rows() * unit.length + label] = intercepts[label] / interceptUnit;
        }
        return point;
    }

    /** The weights that a point stands for, classes x r. */
    double[][] weights(double[] point) {
        double[][] rows = new double[weights.rows()][unit.length];
        for (int label = 0; label < rows.length; label++) {
            for (int a = 0; a < unit.length; a++) {
                rows[label][a] = point[label * unit.length + a] * unit[a];
            }
        }
        return rows;
    }

    /** The intercepts that a point stands for. */
    double[] intercepts(double[] point) {
        return Arrays.stream(point, weights.rows() * unit.length, point.length)
                .map(v -> v * interceptUnit)
                .toArray();
    }

    @Override
    public void close() {
        weights.close();
        Arrays.stream(pieces).forEach(SoftmaxRows::close);
    }
}
