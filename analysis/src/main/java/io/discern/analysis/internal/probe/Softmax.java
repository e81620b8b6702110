package io.discern.analysis.internal.probe;

/** Scores as probabilities: {@code p_c = exp(s_c) / sum_k exp(s_k)}; of any size, since only their differences count. */
public final class Softmax {
    private Softmax() {}

    /** Turns scores into logarithms of probabilities, which do not underflow. */
    public static void logInPlace(double[] scores) {
        double[] probabilities = scores.clone();
        double logSum = inPlace(probabilities);
        for (int label = 0; label < scores.length; label++) {
            scores[label] -= logSum;
        }
    }

    /**
     * Turns scores into probabilities.
     *
     * @return {@code log sum_k exp(s_k)}: less a class's score, that class's log loss in nats
     */
    public static double inPlace(double[] scores) {
        double largest = scores[0];
        for (double score : scores) {
            largest = Math.max(largest, score);
        }
        double sum = 0;
        for (int label = 0; label < scores.length; label++) {
            scores[label] = Math.exp(scores[label] - largest);
            sum += scores[label];
        }
        for (int label = 0; label < scores.length; label++) {
            scores[label] /= sum;
        }
        return largest + Math.log(sum);
    }
}
