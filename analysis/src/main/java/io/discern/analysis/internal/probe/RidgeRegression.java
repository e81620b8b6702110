package io.discern.analysis.internal.probe;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Ridge classification: for each class the least-squares fit of +1 to its rows and -1 to the others, the minimum of
 * {@code sum_i (t_ic - w_c x_i - b_c)^2 + |w_c|^2 / C}.
 *
 * <p>In principal axes {@code w_ca = (z_a . t_c) / (s_a + 1/C)} for every C. Scores equal scikit-learn's
 * {@code RidgeClassifier(alpha=1/C)}; of its two classes it gives one column.
 *
 * <p>Reference: Hoerl and Kennard, <i>Ridge regression</i>, Technometrics 12 (1970) 55-67.
 */
public final class RidgeRegression extends LinearLearner {
    private static final double[] GRID = {1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 0.1, 1, 10};

    @Override
    public String name() {
        return "ridge";
    }

    @Override
    double[] grid() {
        return GRID.clone();
    }

    @Override
    public List<LinearFit> path(PrincipalAxes axes, int[] labels, int classes, double... cs) {
        double[] squares = axes.squares();
        double[] means = new double[classes];
        double[][] products = new double[classes][squares.length];
        double[] row = new double[squares.length];
        for (int i = 0; i < labels.length; i++) {
            axes.coordinates().read(i, row);
            for (int label = 0; label < classes; label++) {
                double target = labels[i] == label ? 1 : -1;
                means[label] += target / labels.length;
                for (int a = 0; a < row.length; a++) {
                    products[label][a] += target * row[a];
                }
            }
        }
        List<LinearFit> fits = new ArrayList<>();
        for (double c : cs) {
            double[][] weights = new double[classes][squares.length];
            double objective = 0;
            for (int label = 0; label < classes; label++) {
                objective += labels.length * (1 - means[label] * means[label]);
                for (int a = 0; a < squares.length; a++) {
                    weights[label][a] = products[label][a] / (squares[a] + 1 / c);
                    objective -= weights[label][a] * products[label][a];
                }
            }
            fits.add(new LinearFit(axes.classifier(weights, means.clone()), c, objective, 0, true));
        }
        return fits;
    }

    @Override
    public LinearLearner rough() {
        return this;
    }

    @Override
    public void calibrate(double[] scores) {
        // targets are the same for all rows, so scores compare as they are
    }

    @Override
    double curvature(double[][] scores) {
        return 1;
    }

    @Override
    double[] residuals(double[] scores, int truth) {
        double[] residuals = new double[scores.length];
        Arrays.setAll(residuals, label -> (label == truth ? 1 : -1) - scores[label]);
        return residuals;
    }

    @Override
    public double loss(double[] scores, int truth) {
        double loss = 0;
        for (int label = 0; label < scores.length; label++) {
            double error = scores[label] - (label == truth ? 1 : -1);
            loss += error * error;
        }
        return loss;
    }
}
