package io.discern.analysis.fisher;

import static io.discern.analysis.Golden.variant;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.discern.analysis.Golden;
import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.MetricResult;
import io.discern.analysis.Planted;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class TraceRatioTest {
    private static final Percentage DOUBLE = Percentage.withPercentage(1e-7);
    private final TraceRatio metric = new TraceRatio();

    private static double value(List<MetricResult> results, String variant) {
        return variant(results, variant).value().orElseThrow();
    }

    @Test
    void equalsNumPyOnFloatAndDoubleInput() {
        JsonNode golden = Golden.json("fisher.json");
        for (LabeledEmbeddings data : List.of(Golden.embeddings(), Golden.embeddingsInDouble())) {
            List<MetricResult> results = metric.measure(data, 1);
            for (String suffix : List.of("", ",unit")) {
                JsonNode expected = golden.get(suffix.isEmpty() ? "raw" : "unit_rows");
                assertThat(value(results, "trace-ratio" + suffix))
                        .isCloseTo(expected.get("trace_ratio").asDouble(), DOUBLE);
                assertThat(value(results, "trace-ratio-balanced" + suffix))
                        .isCloseTo(
                                expected.get("unweighted_trace_ratio_mean_within")
                                        .asDouble(),
                                DOUBLE);
            }
            data.close();
        }
    }

    @Test
    void equalsNumPyWithoutTheSingleton() {
        try (LabeledEmbeddings all = Golden.embeddings();
                LabeledEmbeddings data = all.select(IntStream.range(0, 600)
                        .filter(row -> !all.labels().get(row).equals("5"))
                        .toArray())) {
            JsonNode expected = Golden.json("fisher.json").get("raw_without_singleton");
            List<MetricResult> results = metric.measure(data, 1);
            assertThat(value(results, "trace-ratio"))
                    .isCloseTo(expected.get("trace_ratio").asDouble(), DOUBLE);
            assertThat(value(results, "trace-ratio-balanced"))
                    .isCloseTo(
                            expected.get("unweighted_trace_ratio_mean_within").asDouble(), DOUBLE);
        }
    }

    @Test
    void isCalinskiHarabaszUpToDegreesOfFreedom() {
        try (LabeledEmbeddings data = Golden.embeddings()) {
            List<MetricResult> results = metric.measure(data, 1);
            JsonNode sklearn = Golden.json("cluster_indices.json");
            assertThat(value(results, "trace-ratio") * 594 / 5)
                    .isCloseTo(sklearn.get("calinski_harabasz").asDouble(), DOUBLE);
            assertThat(value(results, "trace-ratio,unit") * 594 / 5)
                    .isCloseTo(sklearn.get("calinski_harabasz_unit_rows").asDouble(), DOUBLE);
        }
    }

    @Test
    void withinScatterOfUnitRowsIsWhatClassMeansLackInLength() {
        double[][] x = Planted.classes(90, 7, 3, 2, 5);
        double[][] mean = new double[3][7];
        for (int i = 0; i < 90; i++) {
            double norm = Math.sqrt(Arrays.stream(x[i]).map(v -> v * v).sum());
            for (int j = 0; j < 7; j++) {
                mean[i % 3][j] += x[i][j] / norm / 30;
            }
        }
        double expected = 90;
        for (double[] m : mean) {
            expected -= 30 * Arrays.stream(m).map(v -> v * v).sum();
        }
        try (LabeledEmbeddings data = LabeledEmbeddings.of(Planted.array(x), Planted.labels(90, 3))) {
            assertThat(Scatter.of(data, true).within()).isCloseTo(expected, DOUBLE);
        }
    }

    @Test
    void doesNotChangeUnderDuplicationScalingAndRotation() {
        double[][] x = Planted.classes(60, 4, 3, 2, 9);
        List<MetricResult> plain = metric.measure(LabeledEmbeddings.of(Planted.array(x), Planted.labels(60, 3)), 1);
        double[][] twice = new double[120][];
        double[][] turned = new double[60][4];
        double c = Math.cos(0.7);
        double s = Math.sin(0.7);
        for (int i = 0; i < 60; i++) {
            twice[i] = x[i];
            twice[60 + i] = x[i];
            turned[i][0] = 5 * (c * x[i][0] - s * x[i][2]);
            turned[i][1] = 5 * x[i][3];
            turned[i][2] = 5 * (s * x[i][0] + c * x[i][2]);
            turned[i][3] = -5 * x[i][1];
        }
        for (LabeledEmbeddings same : List.of(
                LabeledEmbeddings.of(Planted.array(twice), Planted.labels(120, 3)),
                LabeledEmbeddings.of(Planted.array(turned), Planted.labels(60, 3)))) {
            // Corrected ratios take copies for more data.
            metric.measure(same, 1).stream()
                    .filter(result -> same.rows() == 60 || !result.variant().endsWith("corrected"))
                    .forEach(result ->
                            assertThat(result.value().orElseThrow()).isCloseTo(value(plain, result.variant()), DOUBLE));
        }
    }

    @Test
    void isNotDisturbedByALargeOffset() {
        double[][] x = Planted.classes(60, 4, 3, 2, 9);
        double expected =
                value(metric.measure(LabeledEmbeddings.of(Planted.array(x), Planted.labels(60, 3)), 1), "trace-ratio");
        for (double[] row : x) {
            row[1] += 1e6;
        }
        List<MetricResult> moved = metric.measure(LabeledEmbeddings.of(Planted.array(x), Planted.labels(60, 3)), 1);
        assertThat(value(moved, "trace-ratio")).isCloseTo(expected, DOUBLE);
    }

    @Test
    void shuffledLabelsGiveTheNullValue() {
        double[][] x = Planted.classes(200, 16, 4, 3, 2);
        List<String> labels = new ArrayList<>();
        IntStream.range(0, 200).forEach(i -> labels.add(i < 140 ? "a" : i < 170 ? "b" : i < 190 ? "c" : "d"));
        double[] sums = new double[2];
        for (int shuffle = 0; shuffle < 60; shuffle++) {
            Collections.shuffle(labels, new Random(shuffle));
            try (LabeledEmbeddings data = LabeledEmbeddings.of(Planted.array(x), labels)) {
                Scatter scatter = Scatter.of(data, false);
                sums[0] += scatter.ratio(false) / 60;
                sums[1] += scatter.ratio(true) / 60;
            }
        }
        List<MetricResult> results = metric.measure(LabeledEmbeddings.of(Planted.array(x), labels), 1);
        double plain = variant(results, "trace-ratio").nullValue().orElseThrow();
        double balanced = variant(results, "trace-ratio-balanced").nullValue().orElseThrow();
        assertThat(plain).isEqualTo(3.0 / 196);
        // 60 shuffles of a ratio over 16 dimensions: a standard error of a few per cent.
        assertThat(sums[0]).isCloseTo(plain, Percentage.withPercentage(12));
        assertThat(sums[1]).isCloseTo(balanced, Percentage.withPercentage(12));
    }

    @Test
    void permutationOfSingleRowGroupsAgreesWithTheFormula() {
        double[][] x = Planted.classes(120, 12, 3, 1, 3);
        List<String> labels = Planted.labels(120, 3);
        List<String> pairs =
                IntStream.range(0, 120).mapToObj(i -> "g" + (i < 2 ? 0 : i)).toList();
        INDArray array = Planted.array(x);
        MetricResult formula = variant(metric.measure(LabeledEmbeddings.of(array, labels), 1), "trace-ratio");
        List<String> grouped = new ArrayList<>(pairs);
        grouped.set(3, grouped.get(0));
        MetricResult permuted =
                variant(metric.measure(LabeledEmbeddings.of(array, labels).withGroups(grouped), 1), "trace-ratio");
        assertThat(permuted.note()).contains("100 permutations of group labels");
        assertThat(permuted.nullValue().orElseThrow())
                .isCloseTo(formula.nullValue().orElseThrow(), Percentage.withPercentage(10));
    }

    @Test
    void intervalsEqualNumPy() {
        JsonNode golden = Golden.json("separability/trace_ratio.json");
        try (LabeledEmbeddings data = Golden.embeddings();
                LabeledEmbeddings few = data.select(IntStream.range(0, 30).toArray())) {
            compareIntervals(golden.get("each row for itself"), data);
            compareIntervals(golden.get("first 30 rows"), few);
            compareIntervals(
                    golden.get("row modulo 97"),
                    data.withGroups(IntStream.range(0, 600)
                            .mapToObj(row -> "g" + row % 97)
                            .toList()));
        }
    }

    private void compareIntervals(JsonNode expected, LabeledEmbeddings data) {
        for (MetricResult result : corrected(metric.measure(data, 1))) {
            double[] ends = Golden.doubles(expected.get(result.variant()));
            assertThat(result.value().orElseThrow()).as(result.variant()).isCloseTo(ends[2], DOUBLE);
            assertThat(result.ciLow().orElseThrow()).as(result.variant()).isCloseTo(ends[0], DOUBLE);
            assertThat(result.ciHigh().orElseThrow()).as(result.variant()).isCloseTo(ends[1], DOUBLE);
        }
    }

    private static List<MetricResult> corrected(List<MetricResult> results) {
        return results.stream()
                .filter(result -> result.variant().endsWith(",corrected"))
                .toList();
    }

    @Test
    void whatErrorsOfTheMeansMakeUpIsTakenOffAndNoValueLiesOutsideItsInterval() {
        int apart = 0;
        for (int seed = 0; seed < 30; seed++) {
            // Classes do not differ: the ratio is 0, and its plain value about 1 / (20 - 2).
            double[][] x = Planted.classes(20, 1000, 2, 0, seed);
            List<MetricResult> results =
                    metric.measure(LabeledEmbeddings.of(Planted.array(x), Planted.labels(20, 2)), 1);
            assertThat(value(results, "trace-ratio")).isCloseTo(1 / 18.0, Percentage.withPercentage(20));
            assertThat(variant(results, "trace-ratio").ciLow()).isEmpty();
            assertThat(value(results, "trace-ratio,corrected")).isLessThan(0.01);
            assertThat(corrected(results)).hasSize(4).allSatisfy(result -> {
                assertThat(result.value().orElseThrow())
                        .isBetween(result.ciLow().orElseThrow(), result.ciHigh().orElseThrow());
                assertThat(result.ciHigh().orElseThrow()).isPositive();
            });
            apart += variant(results, "trace-ratio,corrected").ciLow().orElseThrow() > 0 ? 1 : 0;
        }
        // One in forty is promised.
        assertThat(apart).isLessThanOrEqualTo(3);
    }

    @Test
    void classesOfOneGroupEachHaveNoInterval() {
        double[][] x = Planted.classes(8, 3, 2, 2, 6);
        LabeledEmbeddings data = LabeledEmbeddings.of(Planted.array(x), Planted.labels(8, 2))
                .withGroups(IntStream.range(0, 8).mapToObj(i -> "p" + i % 2).toList());
        List<MetricResult> results = metric.measure(data, 1);
        assertThat(results.subList(0, 2))
                .allSatisfy(result -> assertThat(result.value()).isPresent());
        assertThat(corrected(results))
                .hasSize(4)
                .allSatisfy(result -> assertThat(result.value()).isEmpty())
                .allSatisfy(result -> assertThat(result.note()).contains("no class with two groups; expected one"));
    }

    @Test
    void intervalHoldsTheValueIsSeededAndWidensWithGroups() {
        double[][] x = new double[120][];
        double[][] base = Planted.classes(24, 6, 2, 2, 8);
        List<String> labels = new ArrayList<>();
        List<String> groups = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            x[i] = base[i / 5];
            labels.add(i / 5 % 2 == 0 ? "a" : "b");
            groups.add("patient" + i / 5);
        }
        INDArray array = Planted.array(x);
        List<MetricResult> ofRows = metric.measure(LabeledEmbeddings.of(array, labels), 4);
        LabeledEmbeddings grouped = LabeledEmbeddings.of(array, labels).withGroups(groups);
        List<MetricResult> ofGroups = metric.measure(grouped, 4);
        assertThat(ofGroups).isEqualTo(metric.measure(grouped, 4));
        assertThat(variant(ofGroups, "trace-ratio")).isNotEqualTo(variant(metric.measure(grouped, 5), "trace-ratio"));
        MetricResult single = variant(ofRows, "trace-ratio,corrected");
        MetricResult clustered = variant(ofGroups, "trace-ratio,corrected");
        for (MetricResult result : List.of(single, clustered)) {
            assertThat(result.value().orElseThrow())
                    .isBetween(result.ciLow().orElseThrow(), result.ciHigh().orElseThrow());
        }
        double narrow = single.ciHigh().orElseThrow() - single.ciLow().orElseThrow();
        double wide = clustered.ciHigh().orElseThrow() - clustered.ciLow().orElseThrow();
        assertThat(wide / narrow).isBetween(1.6, 3.3);
        assertThat(variant(ofGroups, "trace-ratio").nullValue().orElseThrow())
                .isGreaterThan(3 * variant(ofRows, "trace-ratio").nullValue().orElseThrow());
    }

    @Test
    void intervalCoversTheTruthOfAPlantedPopulation() {
        int covered = 0;
        for (int draw = 0; draw < 40; draw++) {
            double[][] x = Planted.classes(300, 3, 2, 2, 100 + draw);
            MetricResult result = variant(
                    metric.measure(LabeledEmbeddings.of(Planted.array(x), Planted.labels(300, 2)), draw),
                    "trace-ratio,corrected");
            // Means (2,0,0) and (0,2,0), unit variance in 3 dimensions: |mu_c - mu|^2 = 2 against a trace of 3.
            double truth = 2.0 / 3;
            covered += result.ciLow().orElseThrow() <= truth
                            && truth <= result.ciHigh().orElseThrow()
                    ? 1
                    : 0;
        }
        assertThat(covered).isBetween(34, 40);
    }

    @Test
    void intervalTakesOutTheBiasOfManyDimensions() {
        int covered = 0;
        for (int draw = 0; draw < 20; draw++) {
            double[][] x = Planted.classes(60, 100, 2, 2, 300 + draw);
            List<MetricResult> results =
                    metric.measure(LabeledEmbeddings.of(Planted.array(x), Planted.labels(60, 2)), draw);
            MetricResult result = variant(results, "trace-ratio,corrected");
            double truth = 2.0 / 100;
            assertThat(value(results, "trace-ratio")).isGreaterThan(truth);
            covered += result.ciLow().orElseThrow() <= truth
                            && truth <= result.ciHigh().orElseThrow()
                    ? 1
                    : 0;
        }
        assertThat(covered).isBetween(18, 20);
    }

    @Test
    void zeroRowsAreLeftOutOfTheUnitVariantsAndCounted() {
        double[][] x = {{1, 0}, {2, 1}, {0, 0}, {0, 3}, {1, 4}};
        List<MetricResult> results = metric.measure(Planted.labeled(x, "a", "a", "a", "b", "b"), 1);
        MetricResult unit = variant(results, "trace-ratio,unit");
        assertThat(unit.n()).isEqualTo(4);
        assertThat(unit.note()).contains("excluded 1 zero rows");
        assertThat(variant(results, "trace-ratio").n()).isEqualTo(5);
    }

    @Test
    void valuesThatCannotBeHadAreAbsentWithTheirReason() {
        assertThat(metric.measure(Planted.labeled(new double[][] {{1, 2}, {3, 4}}, "a", "a"), 1))
                .hasSize(8)
                .allSatisfy(result -> assertThat(result.value()).isEmpty())
                .allSatisfy(result -> assertThat(result.note()).contains("one class only (a)"));
        assertThat(metric.measure(Planted.labeled(new double[][] {{1, 2}}, "a"), 1))
                .allSatisfy(result -> assertThat(result.note()).contains("one class only"));
        assertThat(metric.measure(Planted.labeled(new double[][] {{1, 2}, {3, 4}}, "a", "b"), 1))
                .allSatisfy(result -> assertThat(result.note()).contains("every class has a single row"));
        double[][] equal = new double[6][];
        Arrays.fill(equal, new double[] {0.1, 0.7});
        assertThat(metric.measure(Planted.labeled(equal, "a", "a", "a", "b", "b", "b"), 1))
                .allSatisfy(result -> assertThat(result.note()).contains("all rows are equal"));
        double[][] tight = {{1, 0}, {1, 0}, {0, 1}, {0, 1}};
        assertThat(metric.measure(Planted.labeled(tight, "a", "a", "b", "b"), 1))
                .allSatisfy(result -> assertThat(result.note()).contains("no spread within any class"));
        assertThat(metric.measure(Planted.labeled(new double[3][2], "a", "a", "b"), 1))
                .allSatisfy(result -> assertThat(result.value()).isEmpty());
    }

    @Test
    void directionsThatDifferOnlyByRoundingHaveNoSpread() {
        double[][] x = {{0.1, 0.7}, {0.3, 2.1}, {0.7, 0.1}, {2.1, 0.3}};
        List<MetricResult> results = metric.measure(Planted.labeled(x, "a", "a", "b", "b"), 1);
        assertThat(variant(results, "trace-ratio").value()).isPresent();
        assertThat(variant(results, "trace-ratio,unit").note()).contains("no spread within any class");
    }

    @Test
    void moreDimensionsThanRowsAreFine() {
        double[][] x = Planted.classes(10, 64, 2, 3, 1);
        MetricResult result = variant(
                metric.measure(LabeledEmbeddings.of(Planted.array(x), Planted.labels(10, 2)), 1),
                "trace-ratio,corrected");
        assertThat(result.value().orElseThrow()).isPositive();
        assertThat(result.ciLow()).isPresent();
    }

    @Test
    void aGroupThatSpansClassesIsAClusterInEach() {
        double[][] x = Planted.classes(80, 3, 2, 1, 1);
        LabeledEmbeddings data = LabeledEmbeddings.of(Planted.array(x), Planted.labels(80, 2))
                .withGroups(IntStream.range(0, 80).mapToObj(i -> "p" + i / 4).toList());
        List<MetricResult> results = metric.measure(data, 1);
        assertThat(variant(results, "trace-ratio,corrected").ciLow()).isPresent();
        assertThat(variant(results, "trace-ratio").nullValue()).isPresent();
    }

    @Test
    void fortranOrderAndViewsGiveTheSame() {
        double[][] x = Planted.classes(20, 6, 2, 1, 1);
        INDArray array = Planted.array(x);
        List<MetricResult> expected = metric.measure(LabeledEmbeddings.of(array, Planted.labels(20, 2)), 1);
        INDArray wide = Nd4j.concat(1, Nd4j.ones(array.dataType(), 20, 2), array);
        for (INDArray other : List.of(array.dup('f'), wide.get(NDArrayIndex.all(), NDArrayIndex.interval(2, 8)))) {
            assertThat(metric.measure(LabeledEmbeddings.of(other, Planted.labels(20, 2)), 1))
                    .isEqualTo(expected);
        }
    }
}
