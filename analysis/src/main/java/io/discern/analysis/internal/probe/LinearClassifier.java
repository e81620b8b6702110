package io.discern.analysis.internal.probe;

import io.discern.analysis.LabeledEmbeddings;
import java.util.Arrays;

/**
 * Scores that are linear in a row, one for each class: {@code s_c = w_c . x + b_c}. The largest is the prediction.
 *
 * @param weights classes x d, in the coordinates of the rows as they are; aliased, not to be modified
 * @param intercepts one for each class; aliased, not to be modified
 */
public record LinearClassifier(double[][] weights, double[] intercepts) {
    /** Checks that sizes agree. */
    public LinearClassifier {
        if (weights.length != intercepts.length || weights.length < 1) {
            throw new IllegalArgumentException(weights.length + " weight rows and " + intercepts.length
                    + " intercepts; expected as many, at least 1");
        }
    }

    /** The scores of rows of the data, {@code rows.length x classes}. */
    public double[][] scores(LabeledEmbeddings data, int[] rows) {
        double[][] scores = new double[rows.length][];
        Arrays.parallelSetAll(scores, i -> scores(data, rows[i]));
        return scores;
    }

    private double[] scores(LabeledEmbeddings data, int index) {
        double[] row = new double[data.dim()];
        data.readRow(index, row);
        double[] scores = intercepts.clone();
        for (int label = 0; label < scores.length; label++) {
            double[] weight = weights[label];
            double sum = 0;
            for (int j = 0; j < row.length; j++) {
                sum += weight[j] * row[j];
            }
            scores[label] += sum;
        }
        return scores;
    }
}
