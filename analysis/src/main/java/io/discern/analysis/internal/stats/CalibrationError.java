package io.discern.analysis.internal.stats;

/**
 * Expected calibration error: how far confidence is from accuracy, {@code sum_b (n_b / n) |accuracy_b - mean confidence_b|}
 * over 15 bins of equal width, {@code (lower, upper]}; in [0, 1].
 *
 * <p>Reference: Guo, Pleiss, Sun and Weinberger, <i>On calibration of modern neural networks</i>, ICML (2017), eq. 3.
 */
public final class CalibrationError {
    private static final int BINS = 15;

    private CalibrationError() {}

    /**
     * Measures.
     *
     * @param confidence the probability given to each prediction, in [0, 1]
     * @param correct whether each is right
     */
    public static double of(double[] confidence, boolean[] correct) {
        if (confidence.length != correct.length || confidence.length == 0) {
            throw new IllegalArgumentException(confidence.length + " confidences for " + correct.length
                    + " predictions; expected one each and at least one");
        }
        double[] surplus = new double[BINS];
        for (int row = 0; row < confidence.length; row++) {
            if (!(confidence[row] >= 0 && confidence[row] <= 1)) {
                throw new IllegalArgumentException(
                        "confidence " + confidence[row] + " of row " + row + "; expected 0 to 1");
            }
            int bin = Math.max(0, (int) Math.ceil(confidence[row] * BINS) - 1);
            surplus[bin] += (correct[row] ? 1 : 0) - confidence[row];
        }
        double error = 0;
        for (double each : surplus) {
            error += Math.abs(each) / confidence.length;
        }
        return error;
    }
}
