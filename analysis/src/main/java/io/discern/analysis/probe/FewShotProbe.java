package io.discern.analysis.probe;

import io.discern.analysis.FormedKey;
import io.discern.analysis.KeyForm;
import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.Metric;
import io.discern.analysis.MetricResult;
import io.discern.analysis.internal.probe.CrossValidation;
import io.discern.analysis.internal.probe.LinearFit;
import io.discern.analysis.internal.probe.LinearLearner;
import io.discern.analysis.internal.probe.LogisticRegression;
import io.discern.analysis.internal.probe.PrincipalAxes;
import io.discern.analysis.internal.probe.Scaling;
import io.discern.analysis.internal.probe.ScoreSheet;
import io.discern.analysis.internal.stats.GroupedStratifiedFolds;
import io.discern.analysis.stats.Bootstrap;
import io.discern.analysis.stats.Clusters;
import io.discern.analysis.stats.ConfusionMatrix;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Balanced accuracy of logistic regression that saw a few rows of each class: {@code few-shot,shots=S,balanced} for S = 1,
 * 2, 4, 8, 16 and {@code all}.
 *
 * <p>For each of 5 grouped stratified folds, 5 times: S groups of each class are drawn from the other folds and one row of
 * each fits a classifier (C = 1, columns centred and scaled alike) that reads the fold. A row's value is the share of draws
 * that read it right. The note gives the standard deviation of the accuracy over draws. {@code all} takes every row of the
 * other folds. <b>Interval.</b> Bootstrap of rows' values, whole groups within classes. <b>Null value.</b> 1 / classes.
 */
public final class FewShotProbe implements Metric {
    private static final int FOLDS = 5;
    private static final int DRAWS = 5;
    private static final int ALL = Integer.MAX_VALUE;
    private static final int[] SHOTS = {1, 2, 4, 8, 16, ALL};
    private static final double C = 1;

    /**
     * Its result for a number of shots.
     *
     * @param shots that number, or {@code all}
     */
    public record Key(String shots) implements FormedKey {
        /** How it prints. */
        public static final KeyForm<Key> FORM =
                KeyForm.of(Key.class, LinearProbe.NAME, "few-shot,shots={shots},balanced", Map.of("shots", "\\d+|all"));
        /** Of every row of the other folds. */
        public static final Key OF_ALL = new Key("all");

        /** Of so many rows of each class. */
        public static Key of(int shots) {
            return new Key(Integer.toString(shots));
        }

        @Override
        public KeyForm<Key> form() {
            return FORM;
        }
    }

    private final LinearLearner learner = new LogisticRegression();

    @Override
    public List<MetricResult> measure(LabeledEmbeddings data, long seed) {
        String reason = CrossValidation.reasonAgainst(data, FOLDS, seed);
        if (!reason.isEmpty()) {
            return Arrays.stream(SHOTS)
                    .mapToObj(shots -> absent(shots, reason, data, seed))
                    .toList();
        }
        GroupedStratifiedFolds folds = GroupedStratifiedFolds.of(data.classIndices(), data.groupIndices(), FOLDS, seed);
        Shots[] pools = IntStream.range(0, FOLDS)
                .mapToObj(fold -> Shots.of(data, folds.train(fold)))
                .toArray(Shots[]::new);
        int most = Arrays.stream(pools).mapToInt(Shots::most).min().orElseThrow();
        return Arrays.stream(SHOTS)
                .mapToObj(shots -> shots == ALL || shots <= most
                        ? measure(data, folds, pools, shots, seed)
                        : absent(
                                shots,
                                shots + " shots, but a class has only " + most + " groups outside a fold",
                                data,
                                seed))
                .toList();
    }

    private MetricResult measure(
            LabeledEmbeddings data, GroupedStratifiedFolds folds, Shots[] pools, int shots, long seed) {
        int[] labels = data.classIndices();
        int classes = data.classes().size();
        SplittableRandom[] random = Bootstrap.streams(seed + shots, shots == ALL ? 1 : DRAWS);
        double[] correct = new double[labels.length];
        double[] accuracies = new double[random.length];
        for (int draw = 0; draw < random.length; draw++) {
            int[] predicted = new int[labels.length];
            for (int fold = 0; fold < FOLDS; fold++) {
                int[] train = shots == ALL ? folds.train(fold) : pools[fold].draw(shots, random[draw]);
                predict(data, train, folds.test(fold), predicted);
            }
            for (int row = 0; row < labels.length; row++) {
                correct[row] += predicted[row] == labels[row] ? 1.0 / random.length : 0;
            }
            accuracies[draw] = ConfusionMatrix.of(labels, predicted, classes).balanced();
        }
        double mean = Arrays.stream(accuracies).average().orElseThrow();
        MetricResult result = MetricResult.of(key(shots), mean, data, seed).withNull(1.0 / classes);
        return Bootstrap.seeded(seed)
                .strataMeans(new double[][] {correct}, Clusters.of(labels, data.groupIndices()))
                .map(all -> result.withInterval(all.get(0)))
                .orElse(result)
                .withNote(
                        shots == ALL
                                ? ""
                                : "standard deviation over " + DRAWS + " draws " + deviation(accuracies, mean));
    }

    private void predict(LabeledEmbeddings data, int[] train, int[] test, int[] predicted) {
        int[] labels = data.classIndices();
        int[] trainLabels = Arrays.stream(train).map(row -> labels[row]).toArray();
        try (PrincipalAxes axes = PrincipalAxes.of(data, train, Scaling.OVERALL)) {
            LinearFit fit =
                    learner.path(axes, trainLabels, data.classes().size(), C).get(0);
            double[][] scores = fit.classifier().scores(data, test);
            for (int i = 0; i < test.length; i++) {
                predicted[test[i]] = ScoreSheet.largest(scores[i]);
            }
        }
    }

    private static double deviation(double[] values, double mean) {
        double squares = Arrays.stream(values)
                .map(value -> (value - mean) * (value - mean))
                .sum();
        return Math.sqrt(squares / (values.length - 1));
    }

    private static MetricResult absent(int shots, String reason, LabeledEmbeddings data, long seed) {
        return MetricResult.absent(key(shots), reason, data, seed);
    }

    private static Key key(int shots) {
        return shots == ALL ? Key.OF_ALL : Key.of(shots);
    }
}
