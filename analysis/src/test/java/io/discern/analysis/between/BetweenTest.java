package io.discern.analysis.between;

import static io.discern.analysis.Golden.variant;
import static io.discern.analysis.Separability.high;
import static io.discern.analysis.Separability.low;
import static io.discern.analysis.Separability.nullValue;
import static io.discern.analysis.Separability.planted;
import static io.discern.analysis.Separability.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.discern.analysis.Golden;
import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.MetricResult;
import io.discern.analysis.Planted;
import io.discern.analysis.Separability;
import io.discern.analysis.internal.linalg.Rows;
import io.discern.analysis.stats.Jackknife;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class BetweenTest {
    private static final List<BetweenMetric> ALL =
            List.of(new LinearCka(), MutualKnn.standard(), Cknna.standard(), new Procrustes());

    private static List<MetricResult> measure(LabeledEmbeddings a, LabeledEmbeddings b) {
        List<MetricResult> results = new ArrayList<>();
        ALL.forEach(metric -> results.addAll(metric.measure(a, b, 1)));
        return results;
    }

    @Test
    void equalsNumPyAndSciPy() {
        List<MetricResult> results = measure(Golden.embeddings(), Separability.second());
        for (var expected : Separability.golden().get("between").properties()) {
            // float32 products in CKA of more rows than dimensions
            double tolerance = expected.getKey().startsWith("cka") ? 1e-6 : 1e-10;
            assertThat(value(results, expected.getKey()))
                    .as(expected.getKey())
                    .isCloseTo(expected.getValue().asDouble(), within(tolerance));
        }
        assertThat(LinearCka.value(Golden.embeddings(), Separability.second()))
                .isCloseTo(Golden.json("cka.json").get("linear_feature_form").asDouble(), within(1e-6));
        assertThat(1
                        - Math.pow(
                                Golden.json("cka.json")
                                        .get("procrustes_nuclear")
                                        .asDouble(),
                                2))
                .isCloseTo(value(results, "procrustes"), within(1e-9));
    }

    @Test
    void fewRowsGoThroughTheirOwnProducts() {
        int[] few = IntStream.range(0, 30).toArray();
        try (LabeledEmbeddings a = Golden.embeddings().select(few);
                LabeledEmbeddings b = Separability.second().select(few)) {
            List<MetricResult> results = measure(a, b);
            for (var expected : Separability.golden().get("between_few_rows").properties()) {
                assertThat(value(results, expected.getKey()))
                        .isCloseTo(expected.getValue().asDouble(), within(1e-10));
            }
        }
    }

    @Test
    void bothFormsOfTheProductsAgreeRowByRow() {
        var x = Rows.of(Golden.embeddings()).centered();
        var y = Rows.of(Separability.second()).centered();
        KernelProducts features = KernelProducts.ofFeatures(x, y, true);
        KernelProducts rows = KernelProducts.ofRows(x, y, true);
        for (int product = 0; product < 3; product++) {
            double exact = rows.products()[product];
            assertThat(features.products()[product]).isCloseTo(exact, Percentage.withPercentage(1e-4));
            assertThat(features.rows()[product]).containsExactly(rows.rows()[product], within(exact / 600 * 1e-5));
            assertThat(Arrays.stream(rows.rows()[product]).sum()).isCloseTo(exact, Percentage.withPercentage(1e-9));
        }
    }

    @Test
    void aTurnedShiftedScaledCopyIsTheSame() {
        double[][] x = Planted.classes(120, 8, 3, 1, 2);
        LabeledEmbeddings a = LabeledEmbeddings.of(Planted.array(x), Planted.labels(120, 3));
        List<MetricResult> results = measure(
                a, LabeledEmbeddings.of(Planted.array(Separability.turned(x, true, 3)), Planted.labels(120, 3)));
        assertThat(value(results, "cka,linear")).isCloseTo(1, within(1e-6));
        assertThat(value(results, "cka,linear,unbiased")).isCloseTo(1, within(1e-6));
        assertThat(value(results, "procrustes")).isCloseTo(0, within(1e-10));
        List<MetricResult> unshifted = measure(
                a, LabeledEmbeddings.of(Planted.array(Separability.turned(x, false, 3)), Planted.labels(120, 3)));
        assertThat(value(unshifted, "mutual-knn,k=10")).isCloseTo(1, within(1e-12));
        assertThat(value(unshifted, "cknna,k=10")).isCloseTo(1, within(1e-9));
    }

    /** Averages over data sets that have nothing in common: about k / n, not 0. */
    @Test
    void chanceOfCommonNeighboursIsWhatUnrelatedRowsGive() {
        double values = 0;
        double chances = 0;
        int runs = 60;
        for (int run = 0; run < runs; run++) {
            List<MetricResult> results = measure(planted(40, 10, 1, 0, 2 * run), planted(40, 12, 1, 0, 2 * run + 1));
            values += value(results, "cknna,k=10") / runs;
            chances += nullValue(results, "cknna,k=10") / runs;
        }
        assertThat(values).isGreaterThan(0.1).isCloseTo(chances, within(0.02));
    }

    @Test
    void unrelatedRowsGiveNullValues() {
        List<MetricResult> results = measure(planted(300, 20, 1, 0, 5), planted(300, 30, 1, 0, 6));
        assertThat(value(results, "cka,linear"))
                .isCloseTo(nullValue(results, "cka,linear"), within(0.03))
                .isGreaterThan(0.05);
        assertThat(value(results, "cka,linear,unbiased")).isCloseTo(0, within(0.03));
        assertThat(value(results, "mutual-knn,k=10")).isCloseTo(10.0 / 299, within(0.01));
        assertThat(nullValue(results, "mutual-knn,k=10")).isEqualTo(10.0 / 299);
        assertThat(value(results, "cknna,k=10")).isCloseTo(0, within(0.05));
        assertThat(value(results, "procrustes")).isCloseTo(nullValue(results, "procrustes"), within(0.02));
    }

    @Test
    void intervalsAreThoseOfLeavingOutGroups() {
        double[][] x = Planted.classes(90, 5, 3, 2, 4);
        double[][] y = Planted.classes(90, 4, 3, 2, 5);
        List<String> groups = IntStream.range(0, 90).mapToObj(i -> "p" + i / 3).toList();
        LabeledEmbeddings a =
                LabeledEmbeddings.of(Planted.array(x), Planted.labels(90, 3)).withGroups(groups);
        LabeledEmbeddings b = LabeledEmbeddings.of(Planted.array(y), Planted.labels(90, 3));
        for (BetweenMetric metric : List.of(new LinearCka(), new Procrustes())) {
            for (MetricResult result : metric.measure(a, b, 1)) {
                Jackknife exact = Jackknife.of(result.value().orElseThrow(), 30, group -> {
                    int[] others =
                            IntStream.range(0, 90).filter(i -> i / 3 != group).toArray();
                    try (LabeledEmbeddings someA = a.select(others);
                            LabeledEmbeddings someB = b.select(others)) {
                        return value(metric.measure(someA, someB, 1), result.variant());
                    }
                });
                double half = (exact.interval().high() - exact.interval().low()) / 2;
                assertThat((high(result) - low(result)) / 2)
                        .as(result.variant())
                        .isCloseTo(half, Percentage.withPercentage(10));
            }
        }
    }

    @Test
    void realEncodersOfOneKindAgreeMoreThanByChance() {
        List<MetricResult> results = measure(Golden.embeddings(), Separability.second());
        for (String name : List.of("cka,linear", "cka,linear,unbiased", "mutual-knn,k=10")) {
            assertThat(low(variant(results, name))).isGreaterThan(nullValue(results, name));
        }
        assertThat(high(variant(results, "procrustes"))).isLessThan(nullValue(results, "procrustes"));
    }

    @Test
    void otherRowsOrAnotherOrderAreRefused() {
        LabeledEmbeddings a = planted(5, 3, 1, 0, 1);
        for (BetweenMetric metric : ALL) {
            assertThatThrownBy(() -> metric.measure(a, planted(4, 3, 1, 0, 1), 1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("5 rows and 4; expected the same images");
            assertThatThrownBy(() -> metric.measure(a, a.withIds(List.of("0", "1", "3", "2", "4")), 1))
                    .hasMessageContaining("row 2 is 2 and 3; expected the same images in the same order");
        }
        assertThatThrownBy(() -> LinearCka.value(a, planted(5, 3, 1, 0, 1).withIds(List.of("v", "w", "x", "y", "z"))))
                .hasMessageContaining("row 0 is 0 and v");
        assertThatThrownBy(() -> MutualKnn.of(0)).hasMessageContaining("k 0");
        assertThatThrownBy(() -> Cknna.of(0)).hasMessageContaining("k 0");
    }

    @Test
    void valuesThatCannotBeHadAreAbsentWithTheirReason() {
        LabeledEmbeddings one = planted(1, 3, 1, 0, 1);
        assertThat(measure(one, one)).hasSize(5).allSatisfy(result -> {
            assertThat(result.value()).isEmpty();
            assertThat(result.note()).matches(".*(1 rows; expected at least|a row has only 0 candidates).*");
        });
        double[][] copies = Collections.nCopies(30, new double[] {0.1, 0.7}).toArray(double[][]::new);
        LabeledEmbeddings equal = LabeledEmbeddings.of(Planted.array(copies), Planted.labels(30, 2));
        List<MetricResult> results = measure(planted(30, 2, 1, 0, 1), equal);
        for (String name : List.of("cka,linear", "cka,linear,unbiased", "procrustes")) {
            assertThat(variant(results, name).note()).contains("all rows of the second encoder are equal");
        }
        assertThatThrownBy(() -> LinearCka.value(equal, planted(30, 2, 1, 0, 1)))
                .hasMessageContaining("are equal");
        double[][] withZero = Planted.classes(30, 2, 1, 0, 1);
        withZero[3] = new double[2];
        LabeledEmbeddings zero = LabeledEmbeddings.of(Planted.array(withZero), Planted.labels(30, 2));
        MetricResult mutual = variant(measure(planted(30, 2, 1, 0, 2), zero), "mutual-knn,k=10");
        assertThat(mutual.n()).isEqualTo(29);
        assertThat(mutual.note()).contains("excluded 1 rows that are zero in either");
        LabeledEmbeddings zeros = LabeledEmbeddings.of(Planted.array(new double[30][2]), Planted.labels(30, 2));
        assertThat(measure(zeros, zero))
                .allSatisfy(result -> assertThat(result.value()).isEmpty());
    }

    @Test
    void oneDimensionIsFine() {
        List<MetricResult> results = measure(planted(30, 1, 1, 0, 1), planted(30, 1, 1, 0, 2));
        assertThat(value(results, "cka,linear")).isBetween(0.0, 1.0);
        assertThat(value(results, "procrustes")).isCloseTo(1 - value(results, "cka,linear"), within(1e-6));
    }
}
