package io.discern.analysis.probe;

import io.discern.analysis.stats.Clusters;
import io.discern.analysis.stats.ConfusionMatrix;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * The variance of scores of cross-validated predictions, of rows and classifiers together: a jackknife that leaves out one fold,
 * as rows and as training data of the others' classifiers. What the classifiers without fold k change in the rows of a group g
 * elsewhere, c_gk, is mostly chance: {@code ((F - 1)/F)^2 sum_gk c_gk^2} is taken off, which no part of the score's variance
 * answers to.
 *
 * @param truth the class of each row
 * @param predicted the class that was predicted for it
 * @param lessTrained for each fold, for each row outside it, what was predicted without that fold; -1 inside
 * @param clusters the groups of the rows
 */
record FoldJackknife(int[] truth, int[] predicted, int[][] lessTrained, Clusters clusters) {

    /** For a score of the counts, which has a value; may be negative where there is nothing but chance. */
    double variance(Function<ConfusionMatrix, OptionalDouble> score, int classes) {
        double[][] cells = ConfusionMatrix.of(truth, predicted, classes).derivatives(score);
        double folds = lessTrained.length;
        double shrink = (folds - 1) / folds;
        double[] leftOut = new double[lessTrained.length];
        double noise = 0;
        for (int fold = 0; fold < lessTrained.length; fold++) {
            double[] changes = new double[truth.length];
            double own = 0;
            int inside = 0;
            for (int row = 0; row < truth.length; row++) {
                int less = lessTrained[fold][row];
                double now = cells[truth[row]][predicted[row]];
                inside += less < 0 ? 1 : 0;
                own += less < 0 ? now : 0;
                changes[row] = less < 0 ? 0 : cells[truth[row]][less] - now;
            }
            double scale = truth.length / (double) (truth.length - inside);
            double[] ofGroups = clusters.sums(changes);
            leftOut[fold] = scale * (Arrays.stream(ofGroups).sum() - own);
            noise += scale * scale * Arrays.stream(ofGroups).map(c -> c * c).sum();
        }
        double mean = Arrays.stream(leftOut).average().orElseThrow();
        double squares =
                Arrays.stream(leftOut).map(d -> (d - mean) * (d - mean)).sum();
        return shrink * squares - shrink * shrink * noise;
    }
}
