package io.discern.analysis.internal.probe;

import io.discern.analysis.internal.linalg.SingleThreadedProducts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Multinomial logistic regression: the minimum of {@code sum_i -log p_i(y_i) + |W|^2 / (2C)} with
 * {@code p_i = softmax(W x_i + b)}.
 *
 * <p>scikit-learn's parametrisation, {@code LogisticRegression(multi_class="multinomial", C=...)}; b bears no penalty. (For two
 * classes its default has one weight row; it is this at half its C.) The search is L-BFGS in double over weights scaled
 * by their curvature.
 *
 * <p>References: Liu and Nocedal, <i>On the limited memory BFGS method</i>, Mathematical Programming 45 (1989) 503-528;
 * Böhning, <i>Multinomial logistic regression algorithm</i>, Annals of the Institute of Statistical Mathematics 44 (1992)
 * 197-200 (the curvature).
 */
public final class LogisticRegression extends LinearLearner {
    /** The most iterations of a search. */
    public static final int MOST_ITERATIONS = 1000;

    private static final double TOLERANCE = 1e-12;
    private static final double ROUGH_TOLERANCE = 1e-4;
    private static final int ROUGH_ITERATIONS = 30;
    private static final int FIRST_ROUND = 10;
    private static final double[] GRID = {1e-5, 1e-4, 1e-3, 1e-2, 0.1, 1, 10, 100};

    private final double tolerance;
    private final int mostIterations;

    /** With the standard tolerance and {@link #MOST_ITERATIONS}. */
    public LogisticRegression() {
        this(TOLERANCE, MOST_ITERATIONS);
    }

    /**
     * With limits.
     *
     * @param tolerance how far above the minimum the search may end, as an estimated share of it
     * @param mostIterations where the search ends though it did not converge
     */
    public LogisticRegression(double tolerance, int mostIterations) {
        if (!(tolerance > 0) || mostIterations < 1) {
            throw new IllegalArgumentException("tolerance " + tolerance + ", " + mostIterations
                    + " iterations; expected a positive tolerance and at least 1 iteration");
        }
        this.tolerance = tolerance;
        this.mostIterations = mostIterations;
    }

    @Override
    public String name() {
        return "logistic";
    }

    @Override
    double[] grid() {
        return GRID.clone();
    }

    @Override
    public List<LinearFit> path(PrincipalAxes axes, int[] labels, int classes, double... cs) {
        return SingleThreadedProducts.result(() -> fits(axes, labels, classes, cs));
    }

    private List<LinearFit> fits(PrincipalAxes axes, int[] labels, int classes, double... cs) {
        List<LinearFit> fits = new ArrayList<>();
        double[][] weights = new double[classes][axes.squares().length];
        double[] intercepts = new double[classes];
        double curvature = 1.0 / classes;
        for (double c : cs) {
            int iterations = 0;
            Lbfgs.Minimum minimum = null;
            // The curvature falls as the fit grows sure, so the search starts anew with that of the place that it has
            // reached.
            for (int round = FIRST_ROUND; minimum == null || goesOn(minimum, iterations); round *= 2) {
                try (SoftmaxLoss loss = new SoftmaxLoss(axes, labels, classes, c, curvature)) {
                    minimum = Lbfgs.minimize(
                            loss,
                            loss.point(weights, intercepts),
                            tolerance,
                            Math.min(round, mostIterations - iterations));
                    weights = loss.weights(minimum.point());
                    intercepts = loss.intercepts(minimum.point());
                    curvature = loss.curvature();
                    iterations += minimum.iterations();
                }
            }
            fits.add(new LinearFit(
                    axes.classifier(weights, intercepts), c, minimum.value(), iterations, minimum.converged()));
        }
        return fits;
    }

    /** Whether another round may come nearer; one without a step could not. */
    private boolean goesOn(Lbfgs.Minimum minimum, int iterations) {
        return !minimum.converged() && minimum.iterations() > 0 && iterations < mostIterations;
    }

    @Override
    public LinearLearner rough() {
        return new LogisticRegression(ROUGH_TOLERANCE, ROUGH_ITERATIONS);
    }

    /** To logarithms of probabilities. */
    @Override
    public void calibrate(double[] scores) {
        Softmax.logInPlace(scores);
    }

    /** That of probabilities p among directions that sum to 0: the mean of {@code sum_c p_c (1 - p_c) / (C - 1)}. */
    @Override
    double curvature(double[][] scores) {
        return Arrays.stream(scores)
                .mapToDouble(row -> Arrays.stream(probabilities(row))
                        .map(p -> p * (1 - p) / (row.length - 1))
                        .sum())
                .average()
                .orElseThrow();
    }

    @Override
    double[] residuals(double[] scores, int truth) {
        double[] probabilities = probabilities(scores);
        double[] residuals = new double[scores.length];
        Arrays.setAll(residuals, label -> (label == truth ? 1 : 0) - probabilities[label]);
        return residuals;
    }

    private static double[] probabilities(double[] scores) {
        double[] probabilities = scores.clone();
        Softmax.inPlace(probabilities);
        return probabilities;
    }

    @Override
    public double loss(double[] scores, int truth) {
        return -scores[truth];
    }
}
