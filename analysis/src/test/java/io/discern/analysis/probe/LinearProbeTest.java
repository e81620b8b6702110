package io.discern.analysis.probe;

import static io.discern.analysis.Golden.variant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.discern.analysis.Golden;
import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.MetricResult;
import io.discern.analysis.Planted;
import io.discern.analysis.internal.probe.CrossValidation;
import io.discern.analysis.internal.probe.LinearLearner;
import io.discern.analysis.internal.probe.LogisticRegression;
import io.discern.analysis.internal.probe.RidgeRegression;
import io.discern.analysis.internal.stats.GroupedStratifiedFolds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;

class LinearProbeTest {

    /** 60 x 8, three classes of 30, 20 and 10 rows in pairs. */
    static LabeledEmbeddings own() {
        JsonNode own = Golden.json("own.json");
        float[] values = Golden.array("own_clean.npy").toFloats();
        return LabeledEmbeddings.of(Nd4j.create(values, new long[] {60, 8}, 'c'), names(own.get("labels")))
                .withGroups(names(own.get("groups")));
    }

    private static List<String> names(JsonNode numbers) {
        return Arrays.stream(Golden.ints(numbers)).mapToObj(Integer::toString).toList();
    }

    @Test
    void nestedCrossValidationEqualsScikitLearn() {
        JsonNode golden = Golden.json("probe/probe.json");
        LabeledEmbeddings data = own();
        GroupedStratifiedFolds folds = GroupedStratifiedFolds.of(data.classIndices(), data.groupIndices(), 5, 1);
        assertThat(IntStream.range(0, 60).map(folds::of).toArray()).isEqualTo(Golden.ints(golden.get("folds")));
        for (LinearLearner learner : List.of(new LogisticRegression(), new RidgeRegression())) {
            JsonNode expected = golden.get(learner.name());
            assertThat(new CrossValidation(data, learner, folds).chooseC())
                    .isEqualTo(Golden.doubles(expected.get("chosen")));
            List<MetricResult> results = LinearProbe.of(learner, 5).measure(data, 1);
            for (String name : List.of("micro", "balanced", "macro-f1", "auroc")) {
                assertThat(variant(results, learner.name() + ",folds=5," + name)
                                .value()
                                .orElseThrow())
                        .as(learner.name() + " " + name)
                        .isCloseTo(expected.get(name).asDouble(), within(1e-12));
            }
        }
        assertThat(variant(LinearProbe.logistic().measure(data, 1), "logistic,folds=5,log-loss")
                        .value()
                        .orElseThrow())
                .isCloseTo(golden.get("logistic").get("log-loss").asDouble(), within(1e-5));
    }

    @Test
    void shuffledLabelsComeNearChanceAndNullValuesSayWhatThatIs() {
        double[][] x = Planted.classes(200, 6, 2, 3, 3);
        List<String> labels = new ArrayList<>(Planted.labels(200, 2));
        MetricResult planted = variant(
                LinearProbe.ridge().measure(LabeledEmbeddings.of(Planted.array(x), labels), 1),
                "ridge,folds=5,balanced");
        assertThat(planted.value().orElseThrow()).isGreaterThan(0.95);
        assertThat(planted.value().orElseThrow())
                .isBetween(planted.ciLow().orElseThrow(), planted.ciHigh().orElseThrow());
        // 20 permutations of 200 rows: standard error 0.035 / sqrt(20)
        assertThat(planted.nullValue().orElseThrow()).isBetween(0.46, 0.53);
        Collections.shuffle(labels, new Random(2));
        List<MetricResult> shuffled = LinearProbe.logistic().measure(LabeledEmbeddings.of(Planted.array(x), labels), 1);
        assertThat(variant(shuffled, "logistic,folds=5,balanced").value().orElseThrow())
                .isBetween(0.38, 0.62);
        assertThat(variant(shuffled, "logistic,folds=5,auroc").value().orElseThrow())
                .isBetween(0.38, 0.62);
        assertThat(variant(shuffled, "logistic,folds=5,log-loss").value().orElseThrow())
                .isBetween(Math.log(2) - 0.02, 0.8);
    }

    @Test
    void whatOnlyTellsGroupsApartReadsNoClass() {
        double[][] patients = Planted.classes(40, 30, 2, 0, 8);
        double[][] x = new double[160][];
        List<String> labels = new ArrayList<>();
        List<String> groups = new ArrayList<>();
        for (int i = 0; i < 160; i++) {
            x[i] = patients[i / 4];
            labels.add(i / 4 % 2 == 0 ? "a" : "b");
            groups.add("patient" + i / 4);
        }
        LabeledEmbeddings rows = LabeledEmbeddings.of(Planted.array(x), labels);
        assertThat(variant(LinearProbe.logistic().measure(rows, 1), "logistic,folds=5,micro")
                        .value()
                        .orElseThrow())
                .isGreaterThan(0.9);
        assertThat(variant(LinearProbe.logistic().measure(rows.withGroups(groups), 1), "logistic,folds=5,micro")
                        .value()
                        .orElseThrow())
                .isBetween(0.25, 0.75);
    }

    @Test
    void rotationAndPlaceDoNotMatterToFewShotsAndMoreShotsReadMore() {
        double[][] x = Planted.classes(300, 6, 3, 2.5, 5);
        double[][] turned = Arrays.stream(x)
                .map(row -> new double[] {
                    0.6 * row[0] - 0.8 * row[1] + 3, 0.8 * row[0] + 0.6 * row[1], row[2], row[3], row[5], -row[4]
                })
                .toArray(double[][]::new);
        LabeledEmbeddings data = LabeledEmbeddings.of(Planted.array(x), Planted.labels(300, 3));
        List<MetricResult> results = new FewShotProbe().measure(data, 1);
        List<MetricResult> same =
                new FewShotProbe().measure(LabeledEmbeddings.of(Planted.array(turned), Planted.labels(300, 3)), 1);
        for (int i = 0; i < results.size(); i++) {
            assertThat(same.get(i).value().orElseThrow())
                    .isCloseTo(results.get(i).value().orElseThrow(), within(1e-12));
            assertThat(results.get(i).nullValue()).hasValue(1 / 3.0);
        }
        double one = variant(results, "few-shot,shots=1,balanced").value().orElseThrow();
        double sixteen = variant(results, "few-shot,shots=16,balanced").value().orElseThrow();
        double all = variant(results, "few-shot,shots=all,balanced").value().orElseThrow();
        assertThat(one).isBetween(0.4, sixteen);
        assertThat(sixteen).isLessThan(all);
        assertThat(variant(results, "few-shot,shots=1,balanced").note())
                .contains("standard deviation over 5 draws 0.0");
    }

    @Test
    void shotsComeFromDifferentGroupsOfEachClass() {
        LabeledEmbeddings data = own();
        Shots shots = Shots.of(data, IntStream.range(0, 60).toArray());
        assertThat(shots.most()).isEqualTo(5);
        int[] drawn = shots.draw(5, new SplittableRandom(1));
        assertThat(Arrays.stream(drawn).map(row -> data.classIndices()[row]).toArray())
                .containsExactly(0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2);
        assertThat(Arrays.stream(drawn)
                        .map(row -> data.groupIndices()[row])
                        .distinct()
                        .count())
                .isEqualTo(15);
    }

    @Test
    void theSameSeedGivesTheSameResults() {
        assertThat(LinearProbe.ridge().measure(own(), 3))
                .isEqualTo(LinearProbe.ridge().measure(own(), 3));
        assertThat(new FewShotProbe().measure(own(), 3)).isEqualTo(new FewShotProbe().measure(own(), 3));
        assertThat(new FewShotProbe().measure(own(), 3)).isNotEqualTo(new FewShotProbe().measure(own(), 4));
    }

    @Test
    void whatCannotBeMeasuredIsAbsentWithItsReason() {
        double[][] x = Planted.classes(40, 3, 2, 1, 1);
        LabeledEmbeddings one = LabeledEmbeddings.of(Planted.array(x), Collections.nCopies(40, "nevus"));
        everyResultSays("one class only (nevus)", one);
        everyResultSays("one class only (a)", Planted.labeled(new double[][] {{1, 2}}, "a"));
        List<String> rare = new ArrayList<>(Collections.nCopies(40, "nevus"));
        rare.set(7, "melanoma");
        everyResultSays("class melanoma has 1 groups for 5 folds", LabeledEmbeddings.of(Planted.array(x), rare));
        everyResultSays(
                "all rows are equal", LabeledEmbeddings.of(Planted.array(new double[40][3]), Planted.labels(40, 2)));
        // two patients with all of class b, who fall into one fold or another but cannot fill five
        LabeledEmbeddings few = LabeledEmbeddings.of(Planted.array(x), Planted.labels(40, 2))
                .withGroups(IntStream.range(0, 40)
                        .mapToObj(i -> i % 2 == 0 ? "p" + i : "q" + i % 4)
                        .toList());
        everyResultSays("class b has 2 groups for 5 folds", few);
        assertThat(variant(new FewShotProbe().measure(own(), 1), "few-shot,shots=8,balanced")
                        .note())
                .contains("8 shots, but a class has only 4 groups to draw from");
        assertThatThrownBy(() -> LinearProbe.of(new RidgeRegression(), 2)).hasMessageContaining("2 folds");
    }

    private static void everyResultSays(String reason, LabeledEmbeddings data) {
        List<MetricResult> results = new ArrayList<>(LinearProbe.logistic().measure(data, 1));
        results.addAll(LinearProbe.ridge().measure(data, 1));
        results.addAll(new FewShotProbe().measure(data, 1));
        assertThat(results).hasSize(15).allSatisfy(result -> {
            assertThat(result.value()).isEmpty();
            assertThat(result.note()).contains(reason);
        });
    }

    @Test
    void fitsThatDidNotConvergeAreCounted() {
        MetricResult result = LinearProbe.of(new LogisticRegression(1e-12, 2), 5)
                .measure(own(), 1)
                .get(0);
        assertThat(result.note()).contains("fits ended before the optimum, the longest after 2 iterations");
    }

    @Test
    void constantAndTooManyColumnsAreNoHindrance() {
        double[][] x = Planted.classes(30, 60, 2, 12, 2);
        Arrays.stream(x).forEach(row -> row[5] = 0.1);
        LabeledEmbeddings data = LabeledEmbeddings.of(Planted.array(x), Planted.labels(30, 2));
        assertThat(variant(LinearProbe.ridge().measure(data, 1), "ridge,folds=5,micro")
                        .value()
                        .orElseThrow())
                .isGreaterThan(0.9);
    }
}
