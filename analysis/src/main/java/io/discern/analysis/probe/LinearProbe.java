package io.discern.analysis.probe;

import io.discern.analysis.FormedKey;
import io.discern.analysis.KeyForm;
import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.Metric;
import io.discern.analysis.MetricResult;
import io.discern.analysis.Tagged;
import io.discern.analysis.internal.probe.CrossValidation;
import io.discern.analysis.internal.probe.LinearLearner;
import io.discern.analysis.internal.probe.LogisticRegression;
import io.discern.analysis.internal.probe.ProbeJackknife;
import io.discern.analysis.internal.probe.RidgeRegression;
import io.discern.analysis.internal.probe.ScoreSheet;
import io.discern.analysis.internal.stats.GroupedStratifiedFolds;
import io.discern.analysis.internal.stats.LabelPermutation;
import io.discern.analysis.stats.Bootstrap;
import io.discern.analysis.stats.Clusters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * How well a linear classifier reads the classes, cross-validated over groups.
 *
 * <p>Rows are cut into {@linkplain GroupedStratifiedFolds grouped stratified folds}. Each fold is read by a classifier
 * fitted on the others, on columns standardised by those alone, with the penalty that reads best when each of those is left
 * out in turn. Variants {@code micro}, {@code balanced}, {@code macro-f1}, {@code auroc} (one class versus the rest, within
 * folds, mean) and, for logistic regression, {@code log-loss} (nats a row).
 *
 * <p>Where there are {@linkplain LabeledEmbeddings#trainAndTest() training and test rows} the test rows are read by one classifier
 * fitted on the training rows of other groups, with the penalty that reads best in folds of these: variants
 * {@code train-test,...}. Its interval holds the classifier fixed.
 *
 * <p><b>Interval.</b> Of {@link ScoreSheet}, with the variance of rows and classifiers by the {@linkplain ProbeJackknife jackknife}
 * (above its rows the classifiers are fixed); of accuracies and macro-F1 with {@value #FEWEST_FOR_COUNTS} groups in every class, of AUROC with five.
 * None of log-loss. <b>Null value.</b>
 * The mean over {@value #PERMUTATIONS} permutations of the labels within folds, whole groups at a time, fitted anew at the chosen
 * penalties; 0.5 for AUROC.
 *
 * <p>References: Alain and Bengio, <i>Understanding intermediate layers using linear classifier probes</i>,
 * arXiv:1610.01644 (2016); Varma and Simon, <i>Bias in error estimation when using cross-validation for model
 * selection</i>, BMC Bioinformatics 7 (2006) 91 (nested folds).
 */
public final class LinearProbe implements Metric {
    /** The name of this metric in results. */
    public static final String NAME = "probe";
    /** How many permutations the null values average. */
    public static final int PERMUTATIONS = 20;

    private static final int FOLDS = 5;
    /** With fewer groups of a class another choice of the penalty moves the counts by more than the jackknife sees. */
    private static final int FEWEST_FOR_COUNTS = 10;

    /** What is said of a probe's predictions. */
    public enum Score implements Tagged {
        /** The share of rows read right. */
        MICRO,
        /** The mean recall of the classes. */
        BALANCED,
        /** The mean F1 of the classes. */
        MACRO_F1,
        /** One class versus the rest, within folds, mean. */
        AUROC,
        /** Nats a row; of logistic regression. */
        LOG_LOSS;

        @Override
        public String tag() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * A score.
     *
     * @param learner {@code logistic} or {@code ridge}
     * @param scheme who is read by whom: {@code folds=N} or {@code train-test}
     * @param score which
     */
    public record Key(String learner, String scheme, Score score) implements FormedKey {
        /** How it prints. */
        public static final KeyForm<Key> FORM =
                KeyForm.of(Key.class, NAME, "{learner},{scheme},{score}", Map.of("scheme", "folds=\\d+|train-test"));

        @Override
        public KeyForm<Key> form() {
            return FORM;
        }
    }

    private final LinearLearner learner;
    private final int folds;

    private LinearProbe(LinearLearner learner, int folds) {
        this.learner = learner;
        this.folds = folds;
    }

    /** By logistic regression, in 5 folds. */
    public static LinearProbe logistic() {
        return of(new LogisticRegression(), FOLDS);
    }

    /** By ridge classification, in 5 folds. */
    public static LinearProbe ridge() {
        return of(new RidgeRegression(), FOLDS);
    }

    /**
     * The same learner in other folds.
     *
     * @param folds at least 3, so that one can be left out to choose the penalty for another
     */
    public LinearProbe withFolds(int folds) {
        return of(learner, folds);
    }

    static LinearProbe of(LinearLearner learner, int folds) {
        if (folds < 3) {
            throw new IllegalArgumentException(folds + " folds; expected at least 3");
        }
        return new LinearProbe(learner, folds);
    }

    @Override
    public List<MetricResult> measure(LabeledEmbeddings data, long seed) {
        return data.trainAndTest() ? new SplitProbe(learner, folds, seed).measure(data) : measureFolds(data, seed);
    }

    private List<MetricResult> measureFolds(LabeledEmbeddings data, long seed) {
        String reason = CrossValidation.reasonAgainst(data, folds, seed);
        if (!reason.isEmpty()) {
            return absent(reason, data, seed);
        }
        int[] labels = data.classIndices();
        int[] groups = data.groupIndices();
        GroupedStratifiedFolds cut = GroupedStratifiedFolds.of(labels, groups, folds, seed);
        CrossValidation validation = new CrossValidation(data, learner, cut);
        double[] chosen = validation.chooseC();
        Clusters clusters = Clusters.of(labels, groups);
        int[] foldOfRow = IntStream.range(0, labels.length).map(cut::of).toArray();
        List<int[]> permuted = Arrays.stream(Bootstrap.streams(seed, PERMUTATIONS))
                .map(random -> LabelPermutation.withinParts(labels, groups, foldOfRow, random))
                .toList();
        double[][][] scores = validation.scores(chosen, permuted);
        ScoreSheet sheet = new ScoreSheet(data, labels, scores[0], foldOfRow, seed);
        List<ScoreSheet> chance = IntStream.range(0, PERMUTATIONS)
                .mapToObj(p -> new ScoreSheet(data, permuted.get(p), scores[p + 1], foldOfRow, seed))
                .toList();
        String many = ProbeJackknife.reasonAgainst(data);
        List<MetricResult> results;
        if (many.isEmpty()) {
            try (ProbeJackknife jackknife = new ProbeJackknife(data, learner, cut, chosen, scores[0], clusters)) {
                results = results(sheet, chance, jackknife::ofCounts, jackknife::ofAreas);
            }
        } else {
            results = results(sheet, chance, cells -> 0, derivatives -> 0).stream()
                    .map(result -> SplitProbe.holding(result, "holds the classifiers fixed: " + many))
                    .toList();
        }
        String few = clusters.fewerThan(FEWEST_FOR_COUNTS);
        double[] sorted = Arrays.stream(chosen).sorted().toArray();
        String penalty = "C " + sorted[0] + " to " + sorted[sorted.length - 1] + " by inner folds";
        return results.stream()
                .map(result ->
                        few.isEmpty() || result.key().equals(key(Score.AUROC)) ? result : result.withoutInterval(few))
                .map(result -> result.withNote(penalty).withNote(validation.remark()))
                .toList();
    }

    private List<MetricResult> results(
            ScoreSheet sheet,
            List<ScoreSheet> permuted,
            ToDoubleFunction<double[][]> ofCounts,
            ToDoubleFunction<double[]> ofAreas) {
        List<MetricResult> results = new ArrayList<>(sheet.accuracies(
                key(Score.MICRO),
                key(Score.BALANCED),
                key(Score.MACRO_F1),
                permuted.stream().map(ScoreSheet::confusion).toList(),
                ofCounts));
        results.add(sheet.auroc(key(Score.AUROC), ofAreas));
        if (learner instanceof LogisticRegression) {
            double chance = permuted.stream()
                    .mapToDouble(each ->
                            Arrays.stream(losses(learner, each)).average().orElseThrow())
                    .average()
                    .orElseThrow();
            results.add(sheet.mean(key(Score.LOG_LOSS), losses(learner, sheet))
                    .withNull(chance)
                    .withoutInterval("other penalties would move it as much as other rows"));
        }
        return results;
    }

    static double[] losses(LinearLearner learner, ScoreSheet sheet) {
        int[] truth = sheet.truth();
        return IntStream.range(0, truth.length)
                .mapToDouble(row -> learner.loss(sheet.scores()[row], truth[row]))
                .toArray();
    }

    private List<MetricResult> absent(String reason, LabeledEmbeddings data, long seed) {
        return scores(learner)
                .map(score -> MetricResult.absent(key(score), reason, data, seed))
                .toList();
    }

    /** What is said of a learner's predictions. */
    static Stream<Score> scores(LinearLearner learner) {
        return Arrays.stream(Score.values())
                .filter(score -> score != Score.LOG_LOSS || learner instanceof LogisticRegression);
    }

    /** The key of one of this probe's scores. */
    public Key key(Score score) {
        return new Key(learner.name(), "folds=" + folds, score);
    }
}
