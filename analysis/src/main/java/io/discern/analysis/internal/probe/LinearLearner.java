package io.discern.analysis.internal.probe;

import io.discern.analysis.LabeledEmbeddings;
import java.util.List;
import java.util.stream.IntStream;

/** A linear classifier to be fitted, with a penalty on the squared length of its weights but not on its intercepts. */
public abstract sealed class LinearLearner permits LogisticRegression, RidgeRegression {

    /**
     * Fits all rows. The classifier takes rows as they are, whatever the scaling.
     *
     * @param c the inverse strength of the penalty on the weights of scaled columns
     * @throws IllegalArgumentException if there is one class only, or c is not positive and finite
     */
    public LinearFit fit(LabeledEmbeddings data, Scaling scaling, double c) {
        if (data.classes().size() < 2 || !(c > 0) || Double.isInfinite(c)) {
            throw new IllegalArgumentException(
                    "C = " + c + " and classes " + data.classes() + "; expected C > 0 and at least two classes");
        }
        int[] rows = IntStream.range(0, data.rows()).toArray();
        try (PrincipalAxes axes = PrincipalAxes.of(data, rows, scaling)) {
            return path(axes, data.classIndices(), data.classes().size(), c).get(0);
        }
    }

    /** The name in variants. */
    public abstract String name();

    /** What is known of C's best value before looking: one for each decade. */
    abstract double[] grid();

    /** The fits for each C, in the order given; strong penalties first is fastest. */
    public abstract List<LinearFit> path(PrincipalAxes axes, int[] labels, int classes, double... cs);

    /** One whose fits are near enough to the optimum for what chance gives, and cost no more than that is worth. */
    public abstract LinearLearner rough();

    /** Turns a classifier's scores of a row, in place, into numbers by which rows can be compared. */
    public abstract void calibrate(double[] scores);

    /** The mean second derivative of what is minimised with respect to a row's scores, {@code [row][class]} as the classifier gives them. */
    abstract double curvature(double[][] scores);

    /** What a row's scores lack, by class: minus the derivative of what is minimised, in the scale of {@link #curvature}. */
    abstract double[] residuals(double[] scores, int truth);

    /** How wrong calibrated scores are; its mean chooses C. */
    public abstract double loss(double[] scores, int truth);
}
