package io.discern.analysis.internal.probe;

import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.MetricResult;
import io.discern.analysis.ResultKey;
import io.discern.analysis.internal.stats.MacroF1;
import io.discern.analysis.internal.stats.SmoothScore;
import io.discern.analysis.stats.Bootstrap;
import io.discern.analysis.stats.Clusters;
import io.discern.analysis.stats.ConfusionMatrix;
import io.discern.analysis.stats.Influences;
import io.discern.analysis.stats.Interval;
import io.discern.analysis.stats.ShareIntervals;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * The scores that rows were given, one for each class, as results: accuracy, macro-F1, AUROC and means of what rows cost.
 *
 * <p>The class with the largest score is the prediction, the first of equal ones. Intervals take whole groups as drawn, and the
 * classifier as fixed unless its variance is known, within classes: {@link ShareIntervals} of balanced accuracy, {@link MacroF1} and,
 * {@linkplain SmoothScore by derivatives}, of the other scores, the {@link Bootstrap} of costs.
 *
 * @param data the rows
 * @param truth the class of each row, by its column in {@code scores}
 * @param scores n x classes; aliased, not to be modified
 * @param folds the fold of each row; AUROC compares scores within folds
 * @param seed decides the intervals
 */
public record ScoreSheet(LabeledEmbeddings data, int[] truth, double[][] scores, int[] folds, long seed) {
    /** Checks that sizes agree. */
    public ScoreSheet {
        if (truth.length != data.rows() || scores.length != data.rows() || folds.length != data.rows()) {
            throw new IllegalArgumentException(truth.length + " classes, " + scores.length + " score rows, "
                    + folds.length + " folds; expected one each for " + data);
        }
    }

    /** The class that each row is predicted to be of. */
    public int[] predicted() {
        return Arrays.stream(scores).mapToInt(ScoreSheet::largest).toArray();
    }

    /** The place of the largest score, the first of equal ones. */
    public static int largest(double[] scores) {
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

    /**
     * Accuracies.
     *
     * @param micro the key of the share of rows predicted right
     * @param balanced that of the mean over classes of the share predicted right within the class
     * @param macroF1 that of the mean of the classes' F1
     * @param chance what was predicted for what by chance; the null values are the means over these
     */
    public List<MetricResult> accuracies(
            ResultKey micro, ResultKey balanced, ResultKey macroF1, List<ConfusionMatrix> chance) {
        return accuracies(micro, balanced, macroF1, chance, cells -> 0);
    }

    /**
     * The same where the classifiers vary too.
     *
     * @param variance of a score, of rows and classifiers, from its derivatives with respect to a row of one class that is predicted
     *     to be of another; where that is above the variance of the rows
     */
    public List<MetricResult> accuracies(
            ResultKey micro,
            ResultKey balanced,
            ResultKey macroF1,
            List<ConfusionMatrix> chance,
            ToDoubleFunction<double[][]> variance) {
        Clusters ofClasses = Clusters.of(truth, data.groupIndices());
        double[] correct = correct();
        MacroF1 f1 = MacroF1.of(truth, predicted(), scores[0].length);
        return List.of(
                accuracy(
                                micro,
                                ConfusionMatrix::micro,
                                ofClasses,
                                variance,
                                whole -> SmoothScore.mean(correct).interval(ofClasses, whole))
                        .withNull(mean(chance, ConfusionMatrix::micro))
                        .withNote("majority class rate " + data.majorityRate()),
                accuracy(
                                balanced,
                                ConfusionMatrix::balanced,
                                ofClasses,
                                variance,
                                whole -> ShareIntervals.strataMean(correct, ofClasses, whole))
                        .withNull(mean(chance, ConfusionMatrix::balanced)),
                accuracy(macroF1, ConfusionMatrix::macroF1, ofClasses, variance, whole -> f1.interval(ofClasses, whole))
                        .withNull(mean(chance, ConfusionMatrix::macroF1)));
    }

    private MetricResult accuracy(
            ResultKey key,
            ToDoubleFunction<ConfusionMatrix> score,
            Clusters clusters,
            ToDoubleFunction<double[][]> variance,
            DoubleFunction<Optional<Interval>> interval) {
        ConfusionMatrix counts = confusion();
        double value = score.applyAsDouble(counts);
        if (!clusters.resamplable()) {
            return result(key, value, Optional.empty());
        }
        Function<ConfusionMatrix, OptionalDouble> ofCounts = some -> OptionalDouble.of(score.applyAsDouble(some));
        double[][] cells = counts.derivatives(ofCounts);
        int[] predicted = predicted();
        double[] derivatives = new double[truth.length];
        Arrays.setAll(derivatives, row -> cells[truth[row]][predicted[row]]);
        Influences ofRows = Influences.ofRows(derivatives, clusters, data.groups());
        double whole = variance.applyAsDouble(cells);
        boolean alike = Arrays.stream(predicted).distinct().count() == 1;
        String few = Clusters.of(truth, data.groupIndices()).few();
        MetricResult result = alike
                ? MetricResult.of(key, value, data, seed)
                        .withoutInterval("all rows are called the same, so nothing varies")
                : result(key, value, few.isEmpty() ? interval.apply(whole) : Optional.empty());
        return result.withInfluences(
                ofRows.withExcess(whole - ofRows.spread().orElseThrow().variance()));
    }

    private static double mean(List<ConfusionMatrix> all, ToDoubleFunction<ConfusionMatrix> score) {
        return all.stream().mapToDouble(score).average().orElseThrow();
    }

    /**
     * The mean over folds and over the classes that have rows of the one-versus-rest area within the fold; its null value
     * is 0.5.
     */
    public MetricResult auroc(ResultKey key) {
        return auroc(key, derivatives -> 0);
    }

    /**
     * The same where the classifiers vary too.
     *
     * @param variance of the area, of rows and classifiers, from its derivatives with respect to the weights of rows; where that is above
     *     the variance of the rows
     */
    public MetricResult auroc(ResultKey key, ToDoubleFunction<double[]> variance) {
        return SmoothScore.auroc(scores, truth, folds)
                .map(score -> result(key, score, variance.applyAsDouble(score.derivatives()))
                        .withNull(0.5))
                .orElseGet(() -> absent(key, "a fold lacks a class or has no other, so it ranks nothing"));
    }

    /** A result without value, for that reason. */
    public MetricResult absent(ResultKey key, String reason) {
        return MetricResult.absent(key, reason, data, seed);
    }

    /** This sheet with other scores of the same rows. */
    public ScoreSheet withScores(double[][] scores) {
        return new ScoreSheet(data, truth, scores, folds, seed);
    }

    /** The share of rows for which something holds: 1, or 0 where it does not. */
    public MetricResult share(ResultKey key, double[] holds) {
        return result(
                key,
                Arrays.stream(holds).average().orElseThrow(),
                ShareIntervals.means(new double[][] {holds}, data.groupIndices())
                        .map(all -> all.get(0)));
    }

    /** The mean of what each row costs. */
    public MetricResult mean(ResultKey key, double[] costs) {
        return result(
                key,
                Arrays.stream(costs).average().orElseThrow(),
                Bootstrap.seeded(seed)
                        .means(new double[][] {costs}, data.groupIndices())
                        .map(all -> all.get(0)));
    }

    private MetricResult result(ResultKey key, SmoothScore score, double variance) {
        return result(key, score.value(), score.interval(Clusters.of(truth, data.groupIndices()), variance));
    }

    private double[] correct() {
        int[] predicted = predicted();
        return IntStream.range(0, truth.length)
                .mapToDouble(row -> predicted[row] == truth[row] ? 1 : 0)
                .toArray();
    }

    private MetricResult result(ResultKey key, double value, Optional<Interval> interval) {
        MetricResult result = MetricResult.of(key, value, data, seed);
        return result.withInterval(
                interval, Clusters.of(truth, data.groupIndices()).few());
    }
}
