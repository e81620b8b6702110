package io.discern.analysis.neighbors;

import static io.discern.analysis.Golden.variant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.discern.analysis.Golden;
import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.MetricResult;
import io.discern.analysis.Planted;
import io.discern.analysis.internal.neighbors.Votes;
import io.discern.analysis.internal.stats.GroupedStratifiedFolds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class KnnSchemesTest {
    private static final KnnAccuracy EVERYTHING = KnnAccuracy.of(1, 5, 10)
            .withVotings(Voting.MAJORITY, Voting.weighted(0.07), Voting.PRIOR_CORRECTED)
            .withScores(Score.MICRO, Score.BALANCED, Score.MACRO_F1, Score.MCC, Score.AUROC)
            .withScoresOfClasses();

    @Test
    void everySchemeVotingAndScoreEqualsScikitLearn() {
        List<MetricResult> results = new ArrayList<>(EVERYTHING.measure(NeighborsGolden.train(), 1));
        results.addAll(EVERYTHING.measure(NeighborsGolden.train(), NeighborsGolden.test(), 1));
        assertThat(results).hasSize(NeighborsGolden.VALUES.get("knn").size());
        for (MetricResult result : results) {
            assertThat(result.value().orElseThrow())
                    .as(result.variant())
                    .isCloseTo(
                            NeighborsGolden.VALUES
                                    .get("knn")
                                    .get(result.variant())
                                    .asDouble(),
                            within(1e-12));
            assertThat(result.nullValue()).as(result.variant()).isPresent();
        }
    }

    @Test
    void confusionsEqualScikitLearn() {
        LabeledEmbeddings data = NeighborsGolden.train();
        Votes votes = Votes.of(
                NearestNeighbors.leaveOneOut(data, 5), 5, Voting.MAJORITY, data.classIndices(), data.classIndices(), 3);
        int[][] expected = StreamSupport.stream(
                        NeighborsGolden.VALUES.get("confusion").spliterator(), false)
                .map(Golden::ints)
                .toArray(int[][]::new);
        assertThat(Arrays.deepToString(votes.confusion().counts())).isEqualTo(Arrays.deepToString(expected));
    }

    @Test
    void outOfFoldPredictionsAreThoseOfTrainingOnTheOtherFolds() {
        LabeledEmbeddings data = NeighborsGolden.train();
        GroupedStratifiedFolds folds = GroupedStratifiedFolds.of(data.classIndices(), data.groupIndices(), 5, 7);
        double right = 0;
        for (int fold = 0; fold < 5; fold++) {
            int[] test = folds.test(fold);
            right += test.length
                    * variant(
                                    KnnAccuracy.of(5).measure(data.select(folds.train(fold)), data.select(test), 7),
                                    "train-test,k=5,micro")
                            .value()
                            .orElseThrow();
        }
        assertThat(variant(KnnAccuracy.of(5).withFolds(5).measure(data, 7), "kfold=5,k=5,micro")
                        .value()
                        .orElseThrow())
                .isCloseTo(right / 90, within(1e-12));
    }

    @Test
    void intervalsHoldTheirScoresAndAreThoseOfTheSeed() {
        KnnAccuracy metric = KnnAccuracy.of(5)
                .withScores(Score.MICRO, Score.BALANCED, Score.MACRO_F1, Score.MCC, Score.AUROC)
                .withScoresOfClasses();
        List<MetricResult> results = metric.measure(NeighborsGolden.pairs(), 3);
        for (String score : List.of("micro", "balanced", "macro-f1", "mcc", "auroc", "f1,class=2")) {
            MetricResult result = variant(results, "loo,k=5," + score);
            assertThat(result.value().orElseThrow())
                    .as(score)
                    .isBetween(result.ciLow().orElseThrow(), result.ciHigh().orElseThrow());
            assertThat(result.ciHigh().orElseThrow() - result.ciLow().orElseThrow())
                    .as(score)
                    .isBetween(0.01, score.startsWith("f1") ? 0.7 : 0.5);
        }
        assertThat(metric.measure(NeighborsGolden.pairs(), 3)).isEqualTo(results);
    }

    @Test
    void chanceIsZeroForTheCorrelationAndOneHalfForTheArea() {
        double[][] x = Planted.classes(200, 8, 2, 2, 5);
        List<MetricResult> results = KnnAccuracy.of(5)
                .withScores(Score.MCC, Score.AUROC)
                .measure(LabeledEmbeddings.of(Planted.array(x), Planted.labels(200, 2)), 1);
        // Leaving the row itself out pulls both a little below.
        assertThat(variant(results, "loo,k=5,mcc").nullValue().orElseThrow()).isBetween(-0.06, 0.03);
        assertThat(variant(results, "loo,k=5,auroc").nullValue().orElseThrow()).isBetween(0.46, 0.51);
        assertThat(variant(results, "loo,k=5,auroc").value().orElseThrow()).isGreaterThan(0.9);
    }

    @Test
    void scoresWithoutDenominatorAreAbsentWithTheReason() {
        double[][] x = {{1, 0}, {1, 0.01}, {1, 0.02}, {1, 0.03}, {1, 0.04}, {1, 0.05}};
        LabeledEmbeddings data = Planted.labeled(x, "a", "a", "a", "a", "a", "b");
        List<MetricResult> results =
                KnnAccuracy.of(3).withScores(Score.MCC).withScoresOfClasses().measure(data, 1);
        assertThat(variant(results, "loo,k=3,mcc").note()).contains("all rows or all votes are of one class");
        assertThat(variant(results, "loo,k=3,precision,class=b").note()).contains("no row was voted into the class");
        assertThat(variant(results, "loo,k=3,recall,class=b").value()).hasValue(0);
        assertThat(variant(results, "loo,k=3,recall,class=b").note())
                .contains("k exceeds the smallest class (b, 1 rows)");
    }

    @Test
    void trainingRowsOfATestRowsGroupDoNotVoteForIt() {
        double[][] x = {{1, 0}, {0, 1}, {0.1, 1}, {1, 0.5}};
        LabeledEmbeddings train = Planted.labeled(x, "b", "a", "b", "a").withGroups(List.of("p", "q", "q", "s"));
        LabeledEmbeddings test =
                Planted.labeled(new double[][] {{1, 0}, {0, 1}}, "a", "a").withGroups(List.of("p", "r"));
        MetricResult result = variant(KnnAccuracy.of(1).measure(train, test, 1), "train-test,k=1,micro");
        assertThat(result.value()).hasValue(1);
        assertThat(result.note()).contains("1 test rows have training rows of their own group");
    }

    @Test
    void aTestClassThatTrainingLacksIsNeverRight() {
        double[][] x = {{1, 0}, {0, 1}, {1, 1}, {1, 2}};
        LabeledEmbeddings train = Planted.labeled(x, "a", "c", "a", "c");
        LabeledEmbeddings test = Planted.labeled(new double[][] {{1, 0.1}, {0.1, 1}}, "a", "b");
        List<MetricResult> results = KnnAccuracy.of(1)
                .withScores(Score.MICRO, Score.BALANCED, Score.AUROC)
                .measure(train, test, 1);
        assertThat(variant(results, "train-test,k=1,micro").value()).hasValue(0.5);
        assertThat(variant(results, "train-test,k=1,balanced").value()).hasValue(0.5);
        assertThat(variant(results, "train-test,k=1,auroc").note()).contains("a class has no row");
    }

    @Test
    void hostileInputsGetReasons() {
        KnnAccuracy metric = KnnAccuracy.of(1, 3).withFolds(3);
        LabeledEmbeddings two = Planted.labeled(new double[][] {{1, 2}, {2, 1}}, "a", "b");
        assertThat(variant(metric.measure(two, 1), "loo,k=1,micro").note()).contains("only 1 candidates");
        assertThat(variant(metric.measure(two, 1), "kfold=3,k=1,micro").note()).contains("3 folds of 2 groups");
        LabeledEmbeddings one = Planted.labeled(new double[][] {{1, 2}}, "a");
        assertThat(metric.measure(one, 1))
                .hasSize(8)
                .allSatisfy(result -> assertThat(result.value()).isEmpty());
        LabeledEmbeddings zero = Planted.labeled(new double[2][2], "a", "b");
        assertThat(metric.measure(two, zero, 1))
                .allSatisfy(result ->
                        assertThat(result.note()).contains("2 zero test rows").contains("none is left"));
        assertThat(metric.measure(one, two, 1))
                .allSatisfy(result -> assertThat(result.note()).contains("one training class only (a)"));
        assertThatThrownBy(() -> Voting.weighted(0)).hasMessageContaining("temperature 0.0");
        assertThatThrownBy(() -> metric.withFolds(1)).hasMessageContaining("1 folds");
    }

    @Test
    void rowsThatAreAllEqualVoteInTheirOrder() {
        double[][] x = new double[40][];
        Arrays.fill(x, new double[] {0.1, 0.2, 0.3});
        NearestNeighbors neighbors =
                NearestNeighbors.leaveOneOut(LabeledEmbeddings.of(Planted.array(x), Collections.nCopies(40, "a")), 5);
        assertThat(IntStream.range(0, 5).map(rank -> neighbors.row(30, rank))).containsExactly(0, 1, 2, 3, 4);
        assertThat(IntStream.range(0, 5).map(rank -> neighbors.row(2, rank))).containsExactly(0, 1, 3, 4, 5);
    }
}
