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

import io.discern.analysis.Golden;
import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.MetricResult;
import io.discern.analysis.Planted;
import io.discern.analysis.Separability;
import io.discern.analysis.internal.stats.LabelPermutation;
import io.discern.analysis.stats.Bootstrap;
import io.discern.analysis.stats.Clusters;
import io.discern.analysis.stats.Jackknife;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class SilhouetteTest {
    private final Silhouette metric = new Silhouette();

    @Test
    void samplesEqualScikitLearn() {
        double[] cosine = Golden.array("silhouette_cosine.npy").toDoubles();
        double[] euclidean = Golden.array("silhouette_euclidean.npy").toDoubles();
        try (LabeledEmbeddings data = Golden.embeddings()) {
            assertThat(Silhouette.cosineSamples(data)).containsExactly(cosine, within(1e-10));
            assertThat(Silhouette.euclideanSamples(data)).containsExactly(euclidean, within(1e-9));
            List<MetricResult> results = metric.measure(data, 1);
            assertThat(value(results, "cosine"))
                    .isCloseTo(Arrays.stream(cosine).average().orElseThrow(), within(1e-10));
            assertThat(value(results, "euclidean"))
                    .isCloseTo(Arrays.stream(euclidean).average().orElseThrow(), within(1e-9));
            assertThat(value(results, "cosine,balanced"))
                    .isCloseTo(Separability.golden().get("silhouette_balanced").asDouble(), within(1e-10));
            assertThat(results)
                    .allSatisfy(result ->
                            assertThat(result.note()).contains("1 classes have a single row, whose silhouette is 0"));
        }
    }

    @Test
    void theIntervalIsThatOfLeavingOutGroups() {
        LabeledEmbeddings data = Separability.planted(180, 5, 3, 1.5, 4)
                .withGroups(IntStream.range(0, 180).mapToObj(i -> "p" + i / 6).toList());
        Clusters clusters = Clusters.of(data.classIndices(), data.groupIndices());
        List<MetricResult> results = metric.measure(data, 1);
        double[][] leftOut = Arrays.stream(clusters.byStratum())
                .map(members -> Arrays.stream(members)
                        .mapToDouble(cluster -> {
                            int[] others = IntStream.range(0, 180)
                                    .filter(i -> clusters.of(i) != cluster)
                                    .toArray();
                            try (LabeledEmbeddings rest = data.select(others)) {
                                return Arrays.stream(Silhouette.cosineSamples(rest))
                                        .average()
                                        .orElseThrow();
                            }
                        })
                        .toArray())
                .toArray(double[][]::new);
        MetricResult result = variant(results, "cosine");
        double exact = Jackknife.ofStrata(result.value().orElseThrow(), leftOut).standardError();
        double expected = 2 * exact;
        assertThat((high(result) - low(result)) / 2).isCloseTo(expected, Percentage.withPercentage(8));
        MetricResult balanced = variant(results, "cosine,balanced");
        assertThat(high(balanced) - low(balanced)).isCloseTo(high(result) - low(result), Percentage.withPercentage(8));
    }

    @Test
    void derivativesAreThoseOfTheWeightedMean() {
        double[][] x = Planted.classes(15, 4, 3, 1, 8);
        LabeledEmbeddings data = LabeledEmbeddings.of(Planted.array(x), Planted.labels(15, 3));
        double[] weights = new double[15];
        Arrays.fill(weights, 1);
        double value = weightedSilhouette(x, weights);
        double[] shares = new double[15];
        double[] means = new double[15];
        Arrays.fill(shares, 1 / 15.0);
        Arrays.fill(means, value);
        double[] derivatives = new CosineSilhouette(data).derivatives(shares, means);
        for (int row = 0; row < 15; row++) {
            weights[row] = 1 + 1e-6;
            double above = weightedSilhouette(x, weights);
            weights[row] = 1 - 1e-6;
            assertThat((above - weightedSilhouette(x, weights)) / 2e-6).isCloseTo(derivatives[row], within(1e-7));
            weights[row] = 1;
        }
    }

    /** By the definition, every row counting as often as its weight says; the class of row i is i % 3. */
    private static double weightedSilhouette(double[][] x, double[] weights) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            double[] distance = new double[3];
            double[] weight = new double[3];
            for (int j = 0; j < x.length; j++) {
                if (j != i) {
                    double norms = Math.sqrt(Separability.dot(x[i], x[i]) * Separability.dot(x[j], x[j]));
                    distance[j % 3] += weights[j] * (1 - Separability.dot(x[i], x[j]) / norms);
                    weight[j % 3] += weights[j];
                }
            }
            double a = distance[i % 3] / weight[i % 3];
            double b =
                    Math.min(distance[(i + 1) % 3] / weight[(i + 1) % 3], distance[(i + 2) % 3] / weight[(i + 2) % 3]);
            sum += weights[i] * (b - a) / Math.max(a, b);
        }
        return sum / Arrays.stream(weights).sum();
    }

    @Test
    void nullValueIsTheMeanOverPermutedLabels() {
        LabeledEmbeddings data = planted(60, 4, 3, 2, 3);
        Clusters clusters = Clusters.of(data.classIndices(), data.groupIndices());
        double expected = 0;
        for (var random : Bootstrap.streams(6, LabelPermutation.REPLICATES)) {
            List<String> dealt = Arrays.stream(LabelPermutation.ofRows(clusters, random))
                    .mapToObj(Integer::toString)
                    .toList();
            double[] samples = Silhouette.cosineSamples(LabeledEmbeddings.of(data.array(), dealt));
            expected += Arrays.stream(samples).average().orElseThrow() / LabelPermutation.REPLICATES;
        }
        List<MetricResult> results = metric.measure(data, 6);
        assertThat(nullValue(results, "cosine"))
                .isCloseTo(expected, within(1e-12))
                .isNegative();
        assertThat(low(variant(results, "cosine"))).isGreaterThan(nullValue(results, "cosine") + 0.1);
    }

    @Test
    void labelsAtChanceLieWithinTheirInterval() {
        List<MetricResult> results = metric.measure(planted(300, 8, 3, 0, 5), 2);
        MetricResult result = variant(results, "cosine");
        assertThat(nullValue(results, "cosine")).isBetween(low(result) - 0.005, high(result) + 0.005);
    }

    @Test
    void doesNotChangeUnderRotation() {
        double[][] x = Planted.classes(60, 6, 3, 2, 9);
        LabeledEmbeddings data = LabeledEmbeddings.of(Planted.array(x), Planted.labels(60, 3));
        LabeledEmbeddings turned =
                LabeledEmbeddings.of(Planted.array(Separability.turned(x, false, 1)), Planted.labels(60, 3));
        assertThat(Silhouette.cosineSamples(turned)).containsExactly(Silhouette.cosineSamples(data), within(1e-12));
        assertThat(Silhouette.euclideanSamples(turned))
                .containsExactly(Silhouette.euclideanSamples(data), within(1e-12));
    }

    @Test
    void duplicatesAreAsNearAsCanBe() {
        double[][] x = {{1, 2}, {2, 4}, {-3, 1}, {-3, 1}};
        assertThat(Silhouette.cosineSamples(Planted.labeled(x, "a", "a", "b", "b")))
                .containsExactly(new double[] {1, 1, 1, 1}, within(1e-12));
        double[][] equal = new double[4][];
        Arrays.fill(equal, new double[] {0.1, 0.7, 0.3});
        assertThat(Silhouette.cosineSamples(Planted.labeled(equal, "a", "a", "b", "b")))
                .containsOnly(0);
        assertThat(variant(metric.measure(Planted.labeled(equal, "a", "a", "b", "b"), 1), "euclidean")
                        .note())
                .contains("all rows are equal");
    }

    @Test
    void zeroRowsAreLeftOutOfTheCosineAndCounted() {
        double[][] x = {{1, 0}, {2, 1}, {0, 0}, {0, 3}, {1, 4}};
        LabeledEmbeddings data = Planted.labeled(x, "a", "a", "a", "b", "b");
        List<MetricResult> results = metric.measure(data, 1);
        assertThat(variant(results, "cosine").n()).isEqualTo(4);
        assertThat(variant(results, "cosine").note()).contains("excluded 1 zero rows");
        assertThat(variant(results, "euclidean").n()).isEqualTo(5);
        assertThatThrownBy(() -> Silhouette.cosineSamples(data)).hasMessageContaining("1 zero rows have no direction");
        assertThat(metric.measure(Planted.labeled(new double[3][2], "a", "a", "b"), 1))
                .allSatisfy(result -> assertThat(result.value()).isEmpty());
    }

    @Test
    void valuesThatCannotBeHadAreAbsentWithTheirReason() {
        assertThat(metric.measure(Planted.labeled(new double[][] {{1, 2}, {3, 4}}, "a", "a"), 1))
                .hasSize(3)
                .allSatisfy(result -> assertThat(result.note()).contains("one class only (a)"));
        assertThat(metric.measure(Planted.labeled(new double[][] {{1, 2}, {3, 4}}, "a", "b"), 1))
                .allSatisfy(result -> assertThat(result.note()).contains("every class has a single row"));
        assertThatThrownBy(() -> Silhouette.euclideanSamples(Planted.labeled(new double[][] {{1, 2}}, "a")))
                .hasMessageContaining("one class only");
    }

    @Test
    void fewRowsOneDimensionAndGroupsSpanningClassesAreFine() {
        assertThat(variant(metric.measure(planted(10, 64, 2, 3, 1), 1), "cosine")
                        .ciLow())
                .isPresent();
        assertThat(variant(metric.measure(planted(12, 1, 1, 0, 1), 1), "euclidean")
                        .note())
                .contains("one class only");
        double[][] line = {{1}, {2}, {-1}, {-3}};
        assertThat(value(metric.measure(Planted.labeled(line, "a", "a", "b", "b"), 1), "cosine"))
                .isEqualTo(1);
        LabeledEmbeddings spanning = planted(60, 3, 2, 1, 1)
                .withGroups(IntStream.range(0, 60).mapToObj(i -> "p" + i / 4).toList());
        assertThat(variant(metric.measure(spanning, 1), "cosine").ciLow()).isPresent();
    }
}
