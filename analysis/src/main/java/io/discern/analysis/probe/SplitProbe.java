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
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** One classifier, fitted on the training rows of a data set, reads its test rows. */
final class SplitProbe {
    private static final String SCHEME = "train-test";

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
        int[] testRows = data.rowsOf(LabeledEmbeddings.TEST);
        int[] allTraining = data.rowsOf(LabeledEmbeddings.TRAIN);
        Set<String> testGroups = new HashSet<>();
        for (int row : testRows) {
            testGroups.add(data.groups().get(row));
        }
        int[] trainRows = Arrays.stream(allTraining)
                .filter(row -> !testGroups.contains(data.groups().get(row)))
                .toArray();
        int leaks = allTraining.length - trainRows.length;
        String remark = leaks == 0 ? "" : leaks + " training rows of a test row's group left out";
        try (LabeledEmbeddings test = data.select(testRows)) {
            if (trainRows.length == 0) {
                return absent(test, "every training row has a test row in its group");
            }
            try (LabeledEmbeddings train = data.select(trainRows)) {
                String reason = reasonAgainst(train, test);
                return (reason.isEmpty() ? measure(train, test) : absent(test, reason))
                        .stream().map(result -> result.withNote(remark)).toList();
            }
        }
    }

    private String reasonAgainst(LabeledEmbeddings train, LabeledEmbeddings test) {
        Set<String> unknown = new TreeSet<>(test.classes());
        unknown.removeAll(train.classes());
        return unknown.isEmpty()
                ? CrossValidation.reasonAgainst(train, folds, seed)
                : "no training row of " + String.join(", ", unknown);
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
                    .map(result -> result.withNote("C " + c + " by folds of the training rows"))
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

    private List<MetricResult> absent(LabeledEmbeddings test, String reason) {
        return LinearProbe.scores(learner)
                .map(score -> MetricResult.absent(key(score), reason, test, seed))
                .toList();
    }

    private Key key(Score score) {
        return new Key(learner.name(), SCHEME, score);
    }
}
