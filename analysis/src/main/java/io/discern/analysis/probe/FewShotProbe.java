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
import io.discern.analysis.stats.ConfusionMatrix;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Balanced accuracy of logistic regression that saw a few rows of each class: {@code few-shot,shots=S,balanced} for S = 1,
 * 2, 4, 8, 16 and {@code all}.
 *
 * <p>For each of 5 grouped stratified folds, 5 times: S groups of each class are drawn from the other folds and one row of
 * each fits a classifier (C = 1, columns centred and scaled alike) that reads the fold. The note gives the standard deviation of the accuracy over draws. {@code all} takes every row of the
 * other folds. Where there are {@linkplain LabeledEmbeddings#trainAndTest() training and test rows} the draws are from training rows of
 * other groups and test rows are read, 5 times: variants {@code few-shot,train-test,...}. <b>Interval.</b>
 * None. <b>Null value.</b> 1 / classes.
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
     * @param scheme {@code train-test} where splits are the protocol
     * @param shots that number, or {@code all}
     */
    public record Key(Optional<String> scheme, String shots) implements FormedKey {
        /** How it prints. */
        public static final KeyForm<Key> FORM = KeyForm.of(
                Key.class,
                LinearProbe.NAME,
                "few-shot[,{scheme}],shots={shots},balanced",
                Map.of("scheme", TrainTest.SCHEME, "shots", "\\d+|all"));
        /** Of every row of the other folds. */
        public static final Key OF_ALL = new Key(Optional.empty(), "all");

        /** Of so many rows of each class. */
        public static Key of(int shots) {
            return new Key(Optional.empty(), Integer.toString(shots));
        }

        @Override
        public KeyForm<Key> form() {
            return FORM;
        }
    }

    private final LinearLearner learner = new LogisticRegression();

    /**
     * What is read.
     *
     * @param data the rows that classifiers are fitted on and read
     * @param cuts who is fitted for whom; together they read {@code rows}
     * @param rows ascending
     * @param read the same rows, as results count them
     * @param scheme marks the variants of a protocol
     */
    private record Reading(
            LabeledEmbeddings data,
            List<TrainTest> cuts,
            int[] rows,
            LabeledEmbeddings read,
            Optional<String> scheme,
            long seed) {
        Key key(int shots) {
            return new Key(scheme, shots == ALL ? Key.OF_ALL.shots() : Integer.toString(shots));
        }

        MetricResult absent(int shots, String reason) {
            return MetricResult.absent(key(shots), reason, read, seed);
        }
    }

    @Override
    public List<MetricResult> measure(LabeledEmbeddings data, long seed) {
        if (data.trainAndTest()) {
            return measureSplits(data, seed);
        }
        int[] rows = IntStream.range(0, data.rows()).toArray();
        String reason = CrossValidation.reasonAgainst(data, FOLDS, seed);
        List<TrainTest> cuts = reason.isEmpty()
                ? TrainTest.ofFolds(
                        GroupedStratifiedFolds.of(data.classIndices(), data.groupIndices(), FOLDS, seed), FOLDS)
                : List.of();
        return measure(new Reading(data, cuts, rows, data, Optional.empty(), seed), reason);
    }

    private List<MetricResult> measureSplits(LabeledEmbeddings all, long seed) {
        TrainTest split = TrainTest.ofSplits(all);
        int trained = split.train().length;
        int[] both = IntStream.concat(Arrays.stream(split.train()), Arrays.stream(split.test()))
                .toArray();
        // Without validation rows, whose classes nobody fits.
        try (LabeledEmbeddings data = all.select(both);
                LabeledEmbeddings test = all.select(split.test())) {
            int[] rows = IntStream.range(trained, both.length).toArray();
            TrainTest cut = new TrainTest(IntStream.range(0, trained).toArray(), rows, "");
            return measure(
                            new Reading(data, List.of(cut), rows, test, Optional.of(TrainTest.SCHEME), seed),
                            split.reasonAgainst(all))
                    .stream()
                    .map(result -> result.withNote(split.remark()))
                    .toList();
        }
    }

    private List<MetricResult> measure(Reading reading, String reason) {
        if (!reason.isEmpty()) {
            return Arrays.stream(SHOTS)
                    .mapToObj(shots -> reading.absent(shots, reason))
                    .toList();
        }
        List<Shots> pools = reading.cuts().stream()
                .map(cut -> Shots.of(reading.data(), cut.train()))
                .toList();
        int most = pools.stream().mapToInt(Shots::most).min().orElseThrow();
        return Arrays.stream(SHOTS)
                .mapToObj(shots -> shots == ALL || shots <= most
                        ? measure(reading, pools, shots)
                        : reading.absent(
                                shots, shots + " shots, but a class has only " + most + " groups to draw from"))
                .toList();
    }

    private MetricResult measure(Reading reading, List<Shots> pools, int shots) {
        LabeledEmbeddings data = reading.data();
        int[] labels = data.classIndices();
        int[] truth = pick(labels, reading.rows());
        int classes = data.classes().size();
        SplittableRandom[] random = Bootstrap.streams(reading.seed() + shots, shots == ALL ? 1 : DRAWS);
        double[] accuracies = new double[random.length];
        for (int draw = 0; draw < random.length; draw++) {
            int[] all = new int[labels.length];
            for (int i = 0; i < pools.size(); i++) {
                TrainTest cut = reading.cuts().get(i);
                int[] train = shots == ALL ? cut.train() : pools.get(i).draw(shots, random[draw]);
                predict(data, train, cut.test(), all);
            }
            int[] predicted = pick(all, reading.rows());
            accuracies[draw] = ConfusionMatrix.of(truth, predicted, classes).balanced();
        }
        double mean = Arrays.stream(accuracies).average().orElseThrow();
        return MetricResult.of(reading.key(shots), mean, reading.read(), reading.seed())
                .withNull(1.0 / classes)
                .withoutInterval("other draws, of other rows, would move it as much as other rows to be read")
                .withNote(
                        shots == ALL
                                ? ""
                                : "standard deviation over " + DRAWS + " draws " + deviation(accuracies, mean));
    }

    private static int[] pick(int[] values, int[] rows) {
        return Arrays.stream(rows).map(row -> values[row]).toArray();
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
}
