package io.discern.analysis.probe;

import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.MetricResult;
import io.discern.analysis.stats.Bootstrap;
import io.discern.analysis.stats.Clusters;
import io.discern.analysis.stats.ConfusionMatrix;
import io.discern.analysis.stats.Interval;
import io.discern.analysis.stats.PseudoValues;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The scores that rows were given, one for each class, as results: accuracy, macro-F1, AUROC and means of what rows cost.
 *
 * <p>The class with the largest score is the prediction, the first of equal ones. Intervals are bootstraps of rows'
 * outcomes, whole groups at a time, with the classifier fixed; {@code balanced} draws within classes, macro-F1 and AUROC are
 * bootstrapped through {@linkplain PseudoValues pseudo-values}.
 *
 * @param metric the name of the metric
 * @param prefix what variants start with, for example {@code logistic,folds=5}
 * @param data the rows
 * @param truth the class of each row, by its column in {@code scores}
 * @param scores n x classes; aliased, not to be modified
 * @param folds the fold of each row; AUROC compares scores within folds
 * @param seed decides the intervals
 */
public record ScoreSheet(
        String metric, String prefix, LabeledEmbeddings data, int[] truth, double[][] scores, int[] folds, long seed) {
    /** Checks that sizes agree. */
    public ScoreSheet {
        if (truth.length != data.rows() || scores.length != data.rows() || folds.length != data.rows()) {
            throw new IllegalArgumentException(truth.length + " classes, " + scores.length + " score rows, " + folds.length
                    + " folds; expected one each for " + data);
        }
    }

    /** The class that each row is predicted to be of. */
    public int[] predicted() {
        return Arrays.stream(scores).mapToInt(ScoreSheet::largest).toArray();
    }

    /** The place of the largest score, the first of equal ones. */
    static int largest(double[] scores) {
        int best = 0;
        for (int label = 1; label < scores.length; label++) {
            if (scores[label] > scores[best]) {
                best = label;
            }
        }
        return best;
    }

    /** What was predicted for what. */
    public ConfusionMatrix confusion() {
        return ConfusionMatrix.of(truth, predicted(), scores[0].length);
    }

    /** Variant {@code micro}: the share of rows predicted right. */
    public MetricResult micro() {
        return ofRows("micro", confusion().micro(), correct());
    }

    /** Variant {@code balanced}: the mean over classes of the share predicted right within the class. */
    public MetricResult balanced() {
        Optional<Interval> interval = Bootstrap.seeded(seed)
                .strataMeans(new double[][] {correct()}, Clusters.of(truth, data.groupIndices()))
                .map(all -> all.get(0));
        return result("balanced", confusion().balanced(), interval);
    }

    /** Variant {@code macro-f1}: the mean of the classes' F1. */
    public MetricResult macroF1() {
        ConfusionMatrix confusion = confusion();
        return ofRows("macro-f1", confusion.macroF1(), PseudoValues.macroF1(truth, predicted(), scores[0].length));
    }

    /**
     * The mean over folds and over the classes that have rows of the one-versus-rest area within the fold; its null value
     * is 0.5.
     *
     * @param name what the variant ends with
     */
    public MetricResult auroc(String name) {
        return PseudoValues.auroc(scores, truth, folds)
                .map(values -> ofRows(name, Math.min(1, Arrays.stream(values).average().orElseThrow()), values).withNull(0.5))
                .orElseGet(() -> MetricResult.absent(
                        metric, variant(name), "a fold lacks a class or has no other, so it ranks nothing", data, seed));
    }

    /** This sheet with other scores of the same rows. */
    public ScoreSheet withScores(double[][] scores) {
        return new ScoreSheet(metric, prefix, data, truth, scores, folds, seed);
    }

    /** The mean of what each row costs or yields. */
    public MetricResult mean(String name, double[] values) {
        return ofRows(name, Arrays.stream(values).average().orElseThrow(), values);
    }

    private double[] correct() {
        int[] predicted = predicted();
        return IntStream.range(0, truth.length).mapToDouble(row -> predicted[row] == truth[row] ? 1 : 0).toArray();
    }

    private MetricResult ofRows(String name, double value, double[] values) {
        Optional<Interval> interval =
                Bootstrap.seeded(seed).means(new double[][] {values}, data.groupIndices()).map(all -> all.get(0));
        return result(name, value, interval);
    }

    private MetricResult result(String name, double value, Optional<Interval> interval) {
        MetricResult result = MetricResult.of(metric, variant(name), value, data, seed);
        return interval.map(result::withInterval)
                .orElseGet(() -> result.withNote("no interval: nothing to resample, expected at least two groups"));
    }

    private String variant(String name) {
        return prefix + "," + name;
    }
}
