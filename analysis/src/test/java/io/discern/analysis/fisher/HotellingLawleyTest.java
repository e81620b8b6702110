package io.discern.analysis.fisher;

import static io.discern.analysis.Golden.variant;
import static io.discern.analysis.Separability.nullValue;
import static io.discern.analysis.Separability.planted;
import static io.discern.analysis.Separability.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.discern.analysis.Golden;
import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.MetricResult;
import io.discern.analysis.Planted;
import io.discern.analysis.Separability;
import io.discern.analysis.internal.stats.LabelPermutation;
import io.discern.analysis.stats.Bootstrap;
import io.discern.analysis.stats.Clusters;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class HotellingLawleyTest {
    private static final Percentage DOUBLE = Percentage.withPercentage(1e-7);
    private static final String CLASSICAL = "hotelling-lawley,shrinkage=0";
    private static final String FIXED = "hotelling-lawley,shrinkage=0.1";

    private static final HotellingLawley UNSHRUNK = HotellingLawley.of(Shrinkage.fixed(0));

    private static void assertGolden(LabeledEmbeddings data, JsonNode golden) {
        for (Shrinkage shrinkage : List.of(Shrinkage.fixed(0.1), Shrinkage.LEDOIT_WOLF, Shrinkage.OAS)) {
            JsonNode expected = golden.get(shrinkage.name());
            try (ClassScatter scatter = new ClassScatter(
                    Coordinates.of(data), data.classIndices(), data.classes().size())) {
                assertThat(shrinkage.of(scatter))
                        .isCloseTo(expected.get("intensity").asDouble(), DOUBLE);
            }
            assertThat(HotellingLawley.value(data, shrinkage).orElseThrow())
                    .isCloseTo(expected.get("trace").asDouble(), DOUBLE);
        }
    }

    @Test
    void equalsNumPyWithScikitLearnsShrinkage() {
        assertGolden(Golden.embeddings(), Separability.golden().get("hotelling"));
    }

    @Test
    void fewerRowsThanDimensionsGiveTheSameInTheSpaceOfTheRows() {
        try (LabeledEmbeddings all = Golden.embeddings();
                LabeledEmbeddings few =
                        all.select(Golden.ints(Separability.golden().get("few")))) {
            assertThat(Coordinates.of(few).rows().dim()).isEqualTo(29);
            assertGolden(few, Separability.golden().get("hotelling_few_rows"));
        }
    }

    @Test
    void withoutShrinkageIsTheTraceOfManova() {
        double value =
                HotellingLawley.value(Golden.embeddings(), Shrinkage.fixed(0)).orElseThrow();
        assertThat(value).isCloseTo(Separability.golden().get("manova_trace").asDouble(), DOUBLE);
        assertThat(value)
                .isCloseTo(
                        Golden.json("fisher.json")
                                .get("raw")
                                .get("trace_Swinv_Sb")
                                .asDouble(),
                        DOUBLE);
    }

    private static double trace(double[][] square) {
        return IntStream.range(0, square.length).mapToDouble(k -> square[k][k]).sum();
    }

    /** The trace with S_W summed in float32 where that will do, over the one with it summed in double; less 1. */
    private static double floatDeviation(double[][] x, double shrinkage) {
        try (LabeledEmbeddings data = LabeledEmbeddings.of(Planted.array(x), Planted.labels(x.length, 3));
                ClassScatter exact = new ClassScatter(Coordinates.of(data), data.classIndices(), 3, true);
                ClassScatter floats = new ClassScatter(Coordinates.of(data), data.classIndices(), 3, false)) {
            return trace(floats.againstBetween(floats.solve(shrinkage).orElseThrow()))
                            / trace(exact.againstBetween(exact.solve(shrinkage).orElseThrow()))
                    - 1;
        }
    }

    @Test
    void floatScatterIsTakenWhereItsErrorIsSmallAndDoubleElsewhere() {
        double[][] x = Planted.classes(3000, 20, 3, 2, 1);
        assertThat(floatDeviation(x, 0.1)).isNotZero().isCloseTo(0, within(1e-6));
        // two columns that are nearly one: without shrinkage their difference weighs, and float32 has lost it
        for (double[] row : x) {
            row[19] = row[18] + 1e-4 * row[19];
        }
        assertThat(floatDeviation(x, 0)).isZero();
    }

    @Test
    void directionsOfAllRowsGiveTheTraceItself() {
        LabeledEmbeddings data = planted(90, 6, 3, 2, 1);
        int[] labels = data.classIndices();
        Coordinates coordinates = Coordinates.of(data);
        int[] all = IntStream.range(0, 90).toArray();
        double[][] directions = HeldOutScatter.directions(coordinates, all, labels, 3, Shrinkage.fixed(0));
        assertThat(directions).hasDimensions(2, 6);
        double[][] scores = new double[90][2];
        double[] row = new double[6];
        for (int i = 0; i < 90; i++) {
            coordinates.rows().read(i, row);
            scores[i][0] = Separability.dot(row, directions[0]);
            scores[i][1] = Separability.dot(row, directions[1]);
        }
        double ratio = new HeldOutScatter(scores, new int[90]).ratio(labels, 3);
        assertThat(ratio)
                .isCloseTo(HotellingLawley.value(data, Shrinkage.fixed(0)).orElseThrow(), DOUBLE);
    }

    @Test
    void manyDimensionsFlatterTheTraceButNotItsCrossValidation() {
        List<MetricResult> noise = HotellingLawley.standard().measure(planted(120, 80, 3, 0, 3), 1);
        List<MetricResult> classes = HotellingLawley.standard().measure(planted(120, 80, 3, 3, 3), 1);
        assertThat(value(noise, FIXED))
                .isGreaterThan(1)
                .isCloseTo(nullValue(noise, FIXED), Percentage.withPercentage(25));
        assertThat(value(noise, FIXED + ",cv=5"))
                .isCloseTo(nullValue(noise, FIXED + ",cv=5"), within(0.15))
                .isLessThan(0.4);
        assertThat(value(classes, FIXED + ",cv=5")).isGreaterThan(5 * nullValue(classes, FIXED + ",cv=5"));
        assertThat(variant(classes, FIXED + ",cv=5").ciLow()).isEmpty();
        assertThat(variant(classes, FIXED + ",cv=5").ciNote())
                .isEqualTo("none: other training rows would turn the directions");
    }

    @Test
    void nullValueIsTheMeanOverPermutedLabels() {
        LabeledEmbeddings data = planted(60, 5, 3, 2, 9);
        double expected = 0;
        var clusters = Clusters.of(data.classIndices(), data.groupIndices());
        var random = Bootstrap.streams(4, LabelPermutation.REPLICATES);
        for (var stream : random) {
            int[] labels = LabelPermutation.ofRows(clusters, stream);
            try (LabeledEmbeddings dealt = LabeledEmbeddings.of(
                    data.array(),
                    Arrays.stream(labels).mapToObj(Integer::toString).toList())) {
                expected += HotellingLawley.value(dealt, Shrinkage.fixed(0.1)).orElseThrow() / random.length;
            }
        }
        assertThat(nullValue(HotellingLawley.standard().measure(data, 4), FIXED))
                .isCloseTo(expected, DOUBLE);
    }

    @Test
    void doesNotChangeUnderRotationScalingAndDuplication() {
        double[][] x = Planted.classes(60, 6, 3, 2, 9);
        List<String> labels = Planted.labels(60, 3);
        LabeledEmbeddings data = LabeledEmbeddings.of(Planted.array(x), labels);
        double expected = HotellingLawley.value(data, Shrinkage.fixed(0.1)).orElseThrow();
        double[][] twice = new double[120][];
        Arrays.setAll(twice, i -> x[i % 60]);
        for (LabeledEmbeddings same : List.of(
                LabeledEmbeddings.of(Planted.array(Separability.turned(x, true, 5)), labels),
                LabeledEmbeddings.of(Planted.array(twice), Planted.labels(120, 3)))) {
            assertThat(HotellingLawley.value(same, Shrinkage.fixed(0.1)).orElseThrow())
                    .isCloseTo(expected, DOUBLE);
        }
    }

    @Test
    void groupsRaiseTheNullValue() {
        double[][] x = Planted.classes(80, 5, 2, 2, 3);
        double[][] fourTimes = new double[320][];
        Arrays.setAll(fourTimes, i -> x[i / 4]);
        List<String> labels = IntStream.range(0, 320)
                .mapToObj(i -> i / 4 % 2 == 0 ? "a" : "b")
                .toList();
        LabeledEmbeddings data = LabeledEmbeddings.of(Planted.array(fourTimes), labels);
        MetricResult single = variant(HotellingLawley.standard().measure(data, 1), FIXED);
        MetricResult grouped = variant(
                HotellingLawley.standard()
                        .measure(
                                data.withGroups(IntStream.range(0, 320)
                                        .mapToObj(i -> "p" + i / 4)
                                        .toList()),
                                1),
                FIXED);
        assertThat(grouped.nullValue().orElseThrow())
                .isGreaterThan(2 * single.nullValue().orElseThrow());
    }

    @Test
    void sameSeedSameResult() {
        LabeledEmbeddings data = planted(60, 5, 3, 1, 2);
        assertThat(HotellingLawley.standard().measure(data, 3))
                .isEqualTo(HotellingLawley.standard().measure(data, 3));
    }

    @Test
    void valuesThatCannotBeHadAreAbsentWithTheirReason() {
        HotellingLawley metric = HotellingLawley.standard();
        assertThat(metric.measure(Planted.labeled(new double[][] {{1, 2}, {3, 4}}, "a", "a"), 1))
                .hasSize(6)
                .allSatisfy(result -> assertThat(result.note()).contains("one class only (a)"));
        assertThat(metric.measure(Planted.labeled(new double[][] {{1, 2}}, "a"), 1))
                .allSatisfy(result -> assertThat(result.note()).contains("one class only"));
        assertThat(metric.measure(Planted.labeled(new double[][] {{1, 2}, {3, 4}}, "a", "b"), 1))
                .allSatisfy(result -> assertThat(result.note()).contains("every class has a single row"));
        double[][] equal = new double[6][];
        Arrays.fill(equal, new double[] {0.1, 0.7});
        assertThat(metric.measure(Planted.labeled(equal, "a", "a", "a", "b", "b", "b"), 1))
                .allSatisfy(result -> assertThat(result.note()).contains("all rows are equal"));
        assertThat(metric.measure(Planted.labeled(new double[3][2], "a", "a", "b"), 1))
                .allSatisfy(result -> assertThat(result.value()).isEmpty());
    }

    @Test
    void singularScatterNeedsShrinkage() {
        List<MetricResult> results = UNSHRUNK.measure(planted(10, 64, 2, 3, 1), 1);
        assertThat(variant(results, CLASSICAL).note()).contains("singular (10 rows in 2 classes, d = 64)");
        assertThat(variant(results, CLASSICAL + ",cv=5").note()).contains("singular");
        double[][] flat = Planted.classes(40, 3, 2, 1, 1);
        for (double[] row : flat) {
            row[2] = row[0] + row[1];
        }
        List<MetricResult> ofFlat =
                UNSHRUNK.measure(LabeledEmbeddings.of(Planted.array(flat), Planted.labels(40, 2)), 1);
        assertThat(variant(ofFlat, CLASSICAL).note()).contains("singular");
        assertThatThrownBy(() -> Shrinkage.fixed(1.5)).hasMessageContaining("shrinkage 1.5; expected 0 to 1");
        assertThatThrownBy(HotellingLawley::of).hasMessageContaining("0 shrinkages");
    }

    @Test
    void aSingletonTakesPartButNotInCrossValidation() {
        List<MetricResult> results = HotellingLawley.standard().measure(Golden.embeddings(), 1);
        assertThat(variant(results, FIXED).value()).isPresent();
        assertThat(variant(results, FIXED + ",cv=5").note()).contains("class 5 has 1 groups for 5 folds");
    }

    @Test
    void oneDimensionAndGroupsSpanningClassesAreFine() {
        LabeledEmbeddings line = planted(60, 1, 1, 0, 1);
        LabeledEmbeddings data = LabeledEmbeddings.of(line.array(), Planted.labels(60, 2))
                .withGroups(IntStream.range(0, 60).mapToObj(i -> "p" + i / 4).toList());
        List<MetricResult> results = HotellingLawley.standard().measure(data, 1);
        double ratio = value(new TraceRatio().measure(data, 1), "trace-ratio");
        assertThat(value(results, FIXED)).isCloseTo(ratio, DOUBLE);
        assertThat(results).allSatisfy(result -> assertThat(result.value()).isPresent());
    }
}
