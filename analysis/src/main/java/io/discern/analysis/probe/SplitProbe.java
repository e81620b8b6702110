package io.discern.analysis.probe;

import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.MetricResult;
import io.discern.analysis.internal.probe.CrossValidation;
import io.discern.analysis.internal.probe.LinearFit;
import io.discern.analysis.internal.probe.LinearLearner;
import io.discern.analysis.internal.probe.LogisticRegression;
import io.discern.analysis.internal.probe.PrincipalAxes;
import io.discern.analysis.internal.probe.Scaling;
import io.discern.analysis.internal.probe.ScoreSheet;
import io.discern.analysis.internal.stats.GroupedStratifiedFolds;
import io.discern.analysis.internal.stats.LabelPermutation;
import io.discern.analysis.probe.LinearProbe.Key;
import io.discern.analysis.probe.LinearProbe.Score;
import io.discern.analysis.stats.Bootstrap;
import io.discern.analysis.stats.Clusters;
import io.discern.analysis.stats.ConfusionMatrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** One classifier, fitted on the training rows of a data set, reads its test rows. */
final class SplitProbe {
    private final LinearLearner learner;
    private final int folds;
    private final long seed;

    /**
     * A probe.
     *
     * @param folds how many folds of the training rows choose the penalty
     */
    SplitProbe(LinearLearner learner, int folds, long seed) {
        this.learner = learner;
        this.folds = folds;
        this.seed = seed;
    }

    List<MetricResult> measure(LabeledEmbeddings data) {
        TrainTest split = TrainTest.ofSplits(data);
        String against = split.reasonAgainst(data);
        try (LabeledEmbeddings test = data.select(split.test())) {
            if (!against.isEmpty()) {
                return remarked(absent(test, against), split);
            }
            try (LabeledEmbeddings train = data.select(split.train())) {
                String reason = CrossValidation.reasonAgainst(train, folds, seed);
                return remarked(reason.isEmpty() ? measure(train, test) : absent(test, reason), split);
            }
        }
    }

    private static List<MetricResult> remarked(List<MetricResult> results, TrainTest split) {
        return results.stream().map(result -> result.withNote(split.remark())).toList();
    }

    private List<MetricResult> measure(LabeledEmbeddings train, LabeledEmbeddings test) {
        int[] labels = train.classIndices();
        int[] groups = train.groupIndices();
        GroupedStratifiedFolds cut = GroupedStratifiedFolds.of(labels, groups, folds, seed);
        double c = new CrossValidation(train, learner, cut).chooseOneC();
        int[] truth = test.labels().stream().mapToInt(train.classes()::indexOf).toArray();
        Clusters clusters = Clusters.of(labels, groups);
        try (PrincipalAxes axes =
                PrincipalAxes.of(train, IntStream.range(0, labels.length).toArray(), Scaling.COLUMNS)) {
            ScoreSheet sheet = new ScoreSheet(
                    test, truth, read(learner, axes, labels, train, test, c), new int[test.rows()], seed);
            List<ScoreSheet> chance = Arrays.stream(Bootstrap.streams(seed, LinearProbe.PERMUTATIONS))
                    .map(random -> LabelPermutation.ofRows(clusters, random))
                    .map(dealt -> sheet.withScores(read(learner.rough(), axes, dealt, train, test, c)))
                    .toList();
            return results(sheet, chance).stream()
                    .map(result -> holding(result, "holds the classifier fixed")
                            .withNote("C " + c + " by folds of the training rows"))
                    .toList();
        }
    }

    private static double[][] read(
            LinearLearner learner,
            PrincipalAxes axes,
            int[] labels,
            LabeledEmbeddings train,
            LabeledEmbeddings test,
            double c) {
        LinearFit fit = learner.path(axes, labels, train.classes().size(), c).get(0);
        double[][] scores =
                fit.classifier().scores(test, IntStream.range(0, test.rows()).toArray());
        Arrays.stream(scores).forEach(learner::calibrate);
        return scores;
    }

    private List<MetricResult> results(ScoreSheet sheet, List<ScoreSheet> chance) {
        List<ConfusionMatrix> confusions =
                chance.stream().map(ScoreSheet::confusion).toList();
        List<MetricResult> results = new ArrayList<>(
                sheet.accuracies(key(Score.MICRO), key(Score.BALANCED), key(Score.MACRO_F1), confusions));
        results.add(sheet.auroc(key(Score.AUROC)));
        if (learner instanceof LogisticRegression) {
            double byChance = chance.stream()
                    .mapToDouble(each -> Arrays.stream(LinearProbe.losses(learner, each))
                            .average()
                            .orElseThrow())
                    .average()
                    .orElseThrow();
            results.add(sheet.mean(key(Score.LOG_LOSS), LinearProbe.losses(learner, sheet))
                    .withNull(byChance));
        }
        return results;
    }

    /** A result that says of its interval, if it has one, what that holds fixed. */
    static MetricResult holding(MetricResult result, String what) {
        return result.interval()
                .map(interval -> result.withInterval(interval, what))
                .orElse(result);
    }

    private List<MetricResult> absent(LabeledEmbeddings test, String reason) {
        return LinearProbe.scores(learner)
                .map(score -> MetricResult.absent(key(score), reason, test, seed))
                .toList();
    }

    private Key key(Score score) {
        return new Key(learner.name(), TrainTest.SCHEME, score);
    }
}
