package io.discern.analysis.probe;

import java.util.Arrays;
import java.util.stream.IntStream;

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
    private static final int ROWS_AT_ONCE = 1024;

    private final PrincipalAxes axes;
    private final int[] labels;
    private final double c;
    private final double[] unit;
    private final double interceptUnit;
    private final DoubleMatrix weights;
    private final DoubleMatrix residuals;
    private final DoubleMatrix slopes;
    private double curvature;

    /** With the variables scaled for the given v. */
    SoftmaxLoss(PrincipalAxes axes, int[] labels, int classes, double c, double curvature) {
        this.axes = axes;
        this.labels = labels;
        this.c = c;
        this.unit = Arrays.stream(axes.squares()).map(square -> 1 / Math.sqrt(curvature * square + 1 / c)).toArray();
        this.interceptUnit = 1 / Math.sqrt(curvature * labels.length);
        this.weights = new DoubleMatrix(classes, unit.length);
        this.residuals = new DoubleMatrix(labels.length, classes);
        this.slopes = new DoubleMatrix(classes, unit.length);
    }

    @Override
    public double at(double[] point, double[] gradient) {
        double[] row = new double[unit.length];
        double penalty = 0;
        for (int label = 0; label < weights.rows(); label++) {
            for (int a = 0; a < row.length; a++) {
                row[a] = point[label * row.length + a] * unit[a];
                penalty += row[a] * row[a];
            }
            weights.put(label, row);
        }
        residuals.set(axes.coordinates(), false, weights, true);
        double loss = toResiduals(point, gradient);
        slopes.set(residuals, true, axes.coordinates(), false);
        for (int label = 0; label < weights.rows(); label++) {
            slopes.get(label, row);
            for (int a = 0; a < row.length; a++) {
                int i = label * row.length + a;
                gradient[i] = (row[a] + point[i] * unit[a] / c) * unit[a];
            }
        }
        return loss + penalty / (2 * c);
    }

    /** Turns products into p - [y = c], sums the loss, and puts the intercepts' part into the gradient. */
    private double toResiduals(double[] point, double[] gradient) {
        int classes = weights.rows();
        int intercepts = classes * unit.length;
        int pieces = (labels.length + ROWS_AT_ONCE - 1) / ROWS_AT_ONCE;
        double[][] sums = new double[pieces][classes + 2];
        IntStream.range(0, pieces).parallel().forEach(piece -> {
            double[] row = new double[classes];
            for (int i = piece * ROWS_AT_ONCE; i < Math.min(labels.length, (piece + 1) * ROWS_AT_ONCE); i++) {
                residuals.get(i, row);
                for (int label = 0; label < classes; label++) {
                    row[label] += point[intercepts + label] * interceptUnit;
                }
                double score = row[labels[i]];
                sums[piece][classes] += Softmax.inPlace(row) - score;
                sums[piece][classes + 1] += 1;
                for (int label = 0; label < classes; label++) {
                    sums[piece][classes + 1] -= row[label] * row[label];
                }
                row[labels[i]] -= 1;
                for (int label = 0; label < classes; label++) {
                    sums[piece][label] += row[label];
                }
                residuals.put(i, row);
            }
        });
        double loss = 0;
        Arrays.fill(gradient, intercepts, gradient.length, 0);
        curvature = 0;
        for (double[] sum : sums) {
            loss += sum[classes];
            curvature += sum[classes + 1] / labels.length / (classes - 1);
            for (int label = 0; label < classes; label++) {
                gradient[intercepts + label] += sum[label] * interceptUnit;
            }
        }
        return loss;
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
        return Arrays.stream(point, weights.rows() * unit.length, point.length).map(v -> v * interceptUnit).toArray();
    }

    @Override
    public void close() {
        weights.close();
        residuals.close();
        slopes.close();
    }
}
