package io.discern.analysis.geometry;

import static io.discern.analysis.Golden.variant;
import static io.discern.analysis.Separability.high;
import static io.discern.analysis.Separability.low;
import static io.discern.analysis.Separability.nullValue;
import static io.discern.analysis.Separability.planted;
import static io.discern.analysis.Separability.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.discern.analysis.Golden;
import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.Metric;
import io.discern.analysis.MetricResult;
import io.discern.analysis.Planted;
import io.discern.analysis.Separability;
import io.discern.analysis.internal.linalg.Spectrum;
import io.discern.analysis.stats.Clusters;
import io.discern.analysis.stats.Interval;
import io.discern.analysis.stats.Jackknife;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

/** Pairs of rows, ranks, hubs and the modality gap. */
class GeometryTest {
    private static final List<Metric> ALL =
            List.of(new PairCosines(), new PairAuroc(), new Uniformity(), new SpectralRanks(), Hubness.standard());

    private static List<MetricResult> measure(LabeledEmbeddings data) {
        List<MetricResult> results = new ArrayList<>();
        ALL.forEach(metric -> results.addAll(metric.measure(data, 1)));
        return results;
    }

    private static double tolerance(String variant) {
        return variant.equals("pair-auroc") ? 1e-6 : 1e-9;
    }

    @Test
    void equalsNumPySciPyAndScikitLearn() {
        List<MetricResult> results = measure(Golden.embeddings());
        JsonNode golden = Separability.golden().get("geometry");
        assertThat(results).hasSize(golden.size());
        for (var expected : golden.properties()) {
            assertThat(value(results, expected.getKey()))
                    .as(expected.getKey())
                    .isCloseTo(expected.getValue().asDouble(), within(tolerance(expected.getKey())));
        }
        assertThat(variant(results, "alpha-req").note())
                .isEqualTo(String.format(
                        Locale.ROOT,
                        "indices 11 to 48, R2 %.4f",
                        Separability.golden().get("alpha_r2").asDouble()));
        assertThat(variant(results, "pair-auroc").note()).contains("exact to");
    }

    @Test
    void pairsWithinAGroupAreLeftOut() {
        List<MetricResult> results = measure(Separability.groupsOfThree());
        for (var expected : Separability.golden().get("groups_of_three").properties()) {
            assertThat(value(results, expected.getKey()))
                    .isCloseTo(expected.getValue().asDouble(), within(tolerance(expected.getKey())));
            assertThat(variant(results, expected.getKey()).note()).contains("pairs within a group left out");
        }
    }

    @Test
    void hubsByChanceAreBinomial() {
        List<MetricResult> results = Hubness.standard().measure(Golden.embeddings(), 1);
        for (var expected : Separability.golden().get("hubness_by_chance").properties()) {
            assertThat(nullValue(results, "hubness,k=10," + expected.getKey()))
                    .isCloseTo(expected.getValue().asDouble(), within(1e-9));
        }
    }

    @Test
    void theGapBetweenModalitiesEqualsNumPy() {
        try (LabeledEmbeddings all = Golden.embeddings();
                LabeledEmbeddings images = all.select(IntStream.range(0, 400).toArray());
                LabeledEmbeddings texts = all.select(IntStream.range(400, 600).toArray())) {
            List<MetricResult> results = ModalityGap.measure(images, texts, 1);
            for (var expected : Separability.golden().get("modality").properties()) {
                MetricResult result = variant(results, expected.getKey());
                assertThat(result.value().orElseThrow())
                        .isCloseTo(expected.getValue().asDouble(), within(1e-10));
                assertThat(result.value().orElseThrow()).isBetween(low(result), high(result));
                assertThat(result.n()).isEqualTo(600);
            }
            assertThatThrownBy(() -> ModalityGap.measure(images, planted(4, 3, 2, 1, 1), 1))
                    .hasMessageContaining("images of 48 components, texts of 3");
        }
        LabeledEmbeddings zero = Planted.labeled(new double[2][3], "a", "a");
        assertThat(ModalityGap.measure(planted(4, 3, 2, 1, 1), zero, 1))
                .allSatisfy(result -> assertThat(result.note())
                        .contains("excluded 2 zero rows")
                        .contains("none is left"));
    }

    @Test
    void intervalsAreThoseOfLeavingOutGroups() {
        LabeledEmbeddings data = planted(120, 5, 3, 2, 4)
                .withGroups(IntStream.range(0, 120).mapToObj(i -> "p" + i / 8).toList());
        Clusters clusters = Clusters.of(data.classIndices(), data.groupIndices());
        List<MetricResult> results = smooth(data);
        List<List<List<MetricResult>>> leftOut = Arrays.stream(clusters.byStratum())
                .map(members -> Arrays.stream(members)
                        .mapToObj(cluster -> {
                            int[] others = IntStream.range(0, 120)
                                    .filter(i -> clusters.of(i) != cluster)
                                    .toArray();
                            try (LabeledEmbeddings rest = data.select(others)) {
                                return smooth(rest);
                            }
                        })
                        .toList())
                .toList();
        for (int v = 0; v < results.size(); v++) {
            MetricResult result = results.get(v);
            double[][] values = leftOut.stream()
                    .map(stratum -> stratum.stream()
                            .mapToDouble(rest -> value(rest, result.variant()))
                            .toArray())
                    .toArray(double[][]::new);
            Interval exact =
                    Jackknife.ofStrata(result.value().orElseThrow(), values).interval();
            assertThat(high(result) - low(result))
                    .as(result.variant())
                    .isCloseTo(exact.high() - exact.low(), Percentage.withPercentage(5));
        }
    }

    private static List<MetricResult> smooth(LabeledEmbeddings data) {
        List<MetricResult> results = new ArrayList<>();
        ALL.subList(0, 3).forEach(metric -> results.addAll(metric.measure(data, 1)));
        return results;
    }

    @Test
    void labelsAtChanceGiveNullValues() {
        List<MetricResult> results = measure(planted(200, 10, 4, 0, 8));
        for (String variant : List.of("intra-cosine", "inter-cosine", "cosine-gap", "alignment", "pair-auroc")) {
            MetricResult result = variant(results, variant);
            assertThat(result.nullValue().orElseThrow())
                    .isCloseTo(result.value().orElseThrow(), within(0.02));
        }
    }

    @Test
    void rotationChangesNothing() {
        double[][] x = Planted.classes(90, 30, 3, 2, 9);
        List<String> labels = Planted.labels(90, 3);
        List<MetricResult> plain = measure(LabeledEmbeddings.of(Planted.array(x), labels));
        List<MetricResult> turned =
                measure(LabeledEmbeddings.of(Planted.array(Separability.turned(x, false, 1)), labels));
        for (int v = 0; v < plain.size(); v++) {
            assertThat(turned.get(v).value().orElseThrow())
                    .as(plain.get(v).variant())
                    .isCloseTo(plain.get(v).value().orElseThrow(), within(1e-6));
        }
    }

    @Test
    void fewRowsHaveTheSpectrumOfTheirProducts() {
        double[][] x = Planted.classes(12, 40, 3, 3, 1);
        Spectrum few = Spectrum.of(LabeledEmbeddings.of(Planted.array(x), Planted.labels(12, 3)));
        assertThat(few.variances()).hasSize(12).endsWith(0);
        assertThat(few.singularValues()[11]).isPositive();
        double squares =
                Arrays.stream(x).mapToDouble(row -> Separability.dot(row, row)).sum();
        assertThat(Arrays.stream(few.singularValues()).map(s -> s * s).sum())
                .isCloseTo(squares, Percentage.withPercentage(1e-9));
    }

    @Test
    void planesAndDirectionsAreCounted() {
        double[][] square = {{1, 0, 0}, {-1, 0, 0}, {0, 1, 0}, {0, -1, 0}};
        List<MetricResult> results = measure(Planted.labeled(square, "a", "a", "b", "b"));
        assertThat(value(results, "effective-rank")).isCloseTo(2, within(1e-12));
        assertThat(value(results, "entropy-rank")).isCloseTo(2, within(1e-12));
        assertThat(value(results, "participation-ratio")).isCloseTo(2, within(1e-12));
        assertThat(value(results, "id95")).isEqualTo(2);
        assertThat(value(results, "anisotropy")).isCloseTo(-1.0 / 3, within(1e-12));
        assertThat(value(results, "intra-cosine")).isCloseTo(-1, within(1e-12));
        assertThat(value(results, "pair-auroc")).isZero();
        assertThat(variant(results, "alpha-req").note()).contains("fewer than 20 eigenvalues above 0");
        assertThat(variant(results, "hubness,k=10,skewness").note())
                .contains("k = 10, but a row has only 3 candidates");
    }

    @Test
    void hostileRowsGiveReasonsOrValuesButNeverFail() {
        double[][] equal = new double[30][];
        Arrays.fill(equal, new double[] {0.1, 0.7});
        List<MetricResult> ofEqual = measure(LabeledEmbeddings.of(Planted.array(equal), Planted.labels(30, 2)));
        assertThat(variant(ofEqual, "participation-ratio").note()).contains("all rows are equal");
        assertThat(value(ofEqual, "uniformity,t=2")).isCloseTo(0, within(1e-12));
        assertThat(value(ofEqual, "pair-auroc")).isEqualTo(0.5);

        List<MetricResult> ofZeros =
                measure(LabeledEmbeddings.of(Planted.array(new double[4][2]), Planted.labels(4, 2)));
        assertThat(ofZeros).allSatisfy(result -> assertThat(result.value()).isEmpty());
        assertThat(variant(ofZeros, "rankme").note()).contains("all rows are zero");
        assertThat(variant(ofZeros, "anisotropy").note())
                .contains("excluded 4 zero rows")
                .contains("none is left");

        List<MetricResult> ofOne = measure(Planted.labeled(new double[][] {{1, 2}}, "a"));
        assertThat(variant(ofOne, "uniformity,t=2").note()).contains("1 row; expected a pair");
        assertThat(variant(ofOne, "anisotropy").note()).contains("no two rows of different groups");
        assertThat(variant(ofOne, "intra-cosine").note()).contains("one class only (a)");

        List<MetricResult> oneClass = measure(planted(40, 3, 1, 1, 1));
        assertThat(variant(oneClass, "pair-auroc").note()).contains("no pair of rows of different classes");
        assertThat(variant(oneClass, "anisotropy").ciLow()).isPresent();

        List<MetricResult> singletons = measure(Planted.labeled(new double[][] {{1, 2}, {3, 4}}, "a", "b"));
        assertThat(variant(singletons, "intra-cosine").note()).contains("no class has two groups");
        assertThat(variant(singletons, "pair-auroc").note()).contains("no pair of rows of one class");

        List<MetricResult> onePatient = measure(planted(30, 3, 2, 1, 1).withGroups(Collections.nCopies(30, "p")));
        assertThat(variant(onePatient, "pair-auroc").note()).contains("different groups");
        assertThat(variant(onePatient, "intra-cosine").value()).isEmpty();

        double[][] line = new double[30][1];
        Arrays.setAll(line, i -> new double[] {i % 2 == 0 ? 1 + i : -1 - i});
        List<MetricResult> ofLine = measure(LabeledEmbeddings.of(Planted.array(line), Planted.labels(30, 2)));
        assertThat(value(ofLine, "pair-auroc")).isEqualTo(1);
        assertThat(value(ofLine, "effective-rank")).isCloseTo(1, within(1e-12));
    }

    @Test
    void aRowThatEverybodyChoosesIsAHub() {
        double[][] star = new double[40][41];
        star[0][0] = 1;
        for (int i = 1; i < 40; i++) {
            star[i][0] = 1;
            star[i][i] = 2;
        }
        List<MetricResult> results =
                Hubness.of(1).measure(LabeledEmbeddings.of(Planted.array(star), Planted.labels(40, 2)), 1);
        assertThat(value(results, "hubness,k=1,antihubs")).isEqualTo(38 / 40.0);
        assertThat(value(results, "hubness,k=1,skewness")).isGreaterThan(4);
        assertThat(value(results, "hubness,k=1,robin-hood")).isEqualTo(0.95);
        assertThatThrownBy(() -> Hubness.of(0)).hasMessageContaining("k 0");
    }
}
