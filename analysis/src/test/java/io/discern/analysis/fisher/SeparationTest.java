package io.discern.analysis.fisher;

import static io.discern.analysis.Golden.variant;
import static io.discern.analysis.Separability.nullValue;
import static io.discern.analysis.Separability.planted;
import static io.discern.analysis.Separability.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.discern.analysis.Golden;
import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.MetricResult;
import io.discern.analysis.Planted;
import io.discern.analysis.Separability;
import io.discern.analysis.stats.Jackknife;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

/** Scores of components, pairs of classes, and indices of cluster analysis. */
class SeparationTest {
    private static final Percentage DOUBLE = Percentage.withPercentage(1e-7);

    @Test
    void componentScoresAreScikitLearnsUpToDegreesOfFreedom() {
        double[] expected = Golden.doubles(Separability.golden().get("f_classif"));
        FeatureScores found = FeatureScores.of(Golden.embeddings());
        assertThat(found.features()).hasSize(48);
        for (int j = 0; j < 48; j++) {
            assertThat(found.scores()[j] * 594 / 5).isCloseTo(expected[j], DOUBLE);
        }
        double[] sorted = Arrays.stream(expected).map(f -> f * 5 / 594).sorted().toArray();
        List<MetricResult> results = new PerFeature().measure(Golden.embeddings(), 1);
        assertThat(value(results, "per-feature,max")).isCloseTo(sorted[47], DOUBLE);
        assertThat(value(results, "per-feature,median")).isCloseTo((sorted[23] + sorted[24]) / 2, DOUBLE);
        assertThat(value(results, "per-feature,mean"))
                .isCloseTo(Arrays.stream(sorted).average().orElseThrow(), DOUBLE);
        assertThat(value(results, "per-feature,top-10"))
                .isCloseTo(Arrays.stream(sorted).skip(38).average().orElseThrow(), DOUBLE);
        assertThat(results).allSatisfy(result -> assertThat(result.note()).contains("not comparable between encoders"));
    }

    @Test
    void permutedComponentScoresAverageTheRatioOfDegreesOfFreedom() {
        LabeledEmbeddings data = planted(200, 20, 4, 1, 5);
        List<MetricResult> results = new PerFeature().measure(data, 1);
        assertThat(nullValue(results, "per-feature,mean")).isCloseTo(3.0 / 196, Percentage.withPercentage(5));
        assertThat(nullValue(results, "per-feature,max")).isGreaterThan(2 * 3.0 / 196);
    }

    @Test
    void componentsWithoutSpreadAreExcludedAndCounted() {
        double[][] x = {{1, 7, 0.1, 0}, {2, 7, 0.1, 0}, {3, 7, 0.3, 0}, {5, 7, 0.3, 0}};
        LabeledEmbeddings data = Planted.labeled(x, "a", "a", "b", "b");
        FeatureScores found = FeatureScores.of(data);
        assertThat(found.features()).containsExactly(0);
        assertThat(found.constant()).isEqualTo(2);
        assertThat(found.constantWithin()).isEqualTo(1);
        assertThat(new PerFeature().measure(data, 1))
                .allSatisfy(result -> assertThat(result.note())
                        .contains("excluded 2 constant components")
                        .contains("excluded 1 components without spread within classes"));
        double[][] tight = {{1, 0}, {1, 0}, {0, 1}, {0, 1}};
        assertThat(new PerFeature().measure(Planted.labeled(tight, "a", "a", "b", "b"), 1))
                .hasSize(4)
                .allSatisfy(result -> assertThat(result.note()).contains("no component has spread within classes"));
        assertThat(new PerFeature().measure(Planted.labeled(tight, "a", "a", "a", "a"), 1))
                .allSatisfy(result -> assertThat(result.note()).contains("one class only (a)"));
    }

    @Test
    void pairsOfClassesEqualNumPyAndTheHardestIsNamed() {
        JsonNode golden = Separability.golden().get("pairwise");
        List<MetricResult> results = new Pairwise().measure(Golden.embeddings(), 1);
        assertThat(results).hasSize(11);
        String hardest = "";
        double least = Double.POSITIVE_INFINITY;
        for (var pair : golden.properties()) {
            assertThat(value(results, "pairwise," + pair.getKey()))
                    .isCloseTo(pair.getValue().asDouble(), DOUBLE);
            if (pair.getValue().asDouble() < least) {
                least = pair.getValue().asDouble();
                hardest = pair.getKey();
            }
        }
        assertThat(value(results, "pairwise,min")).isCloseTo(least, DOUBLE);
        assertThat(results.get(0).note())
                .contains("hardest pair: " + hardest)
                .contains("excluded 1 classes with a single row");
    }

    @Test
    void theMatrixOfPairsIsSymmetricWithItsNullValueAndInterval() {
        LabeledEmbeddings data = planted(120, 4, 3, 3, 1);
        double[][] matrix = PairwiseDistances.of(data).matrix();
        assertThat(matrix[0][1]).isEqualTo(matrix[1][0]).isGreaterThan(1);
        assertThat(matrix[2][2]).isZero();
        MetricResult pair = variant(new Pairwise().measure(data, 1), "pairwise,a/b");
        assertThat(pair.nullValue().orElseThrow()).isEqualTo(1 / 40.0);
        // means 3 sqrt(2) apart, variance 4 in each class: 18 / 8
        assertThat(18 / 8.0).isBetween(Separability.low(pair), Separability.high(pair));
        assertThat(pair.n()).isEqualTo(80);
        LabeledEmbeddings patients = data.withGroups(
                IntStream.range(0, 120).mapToObj(i -> "p" + i / 6).toList());
        assertThat(variant(new Pairwise().measure(patients, 1), "pairwise,a/b").nullValue())
                .isEmpty();
    }

    @Test
    void theIntervalOfAPairIsThatOfLeavingOutRows() {
        LabeledEmbeddings data = planted(200, 4, 2, 2, 3);
        int[] labels = data.classIndices();
        double[][] leftOut = new double[2][100];
        for (int row = 0; row < 200; row++) {
            int left = row;
            try (LabeledEmbeddings rest =
                    data.select(IntStream.range(0, 200).filter(i -> i != left).toArray())) {
                leftOut[labels[row]][row / 2] = PairwiseDistances.of(rest).between(0, 1);
            }
        }
        double value = PairwiseDistances.of(data).between(0, 1);
        var exact = Jackknife.ofStrata(value, leftOut).interval();
        MetricResult pair = variant(new Pairwise().measure(data, 1), "pairwise,a/b");
        assertThat(Separability.high(pair) - Separability.low(pair))
                .isCloseTo(exact.high() - exact.low(), Percentage.withPercentage(5));
    }

    @Test
    void pairsThatCannotBeHadAreAbsentWithTheirReason() {
        assertThat(new Pairwise().measure(Planted.labeled(new double[][] {{1}, {2}, {3}}, "a", "a", "b"), 1))
                .singleElement()
                .satisfies(result -> assertThat(result.note()).contains("fewer than two classes have two rows"));
        double[][] tight = {{1, 0}, {1, 0}, {0, 1}, {0, 1}};
        assertThat(new Pairwise().measure(Planted.labeled(tight, "a", "a", "b", "b"), 1))
                .allSatisfy(result -> assertThat(result.value()).isEmpty());
        assertThatThrownBy(() -> PairwiseDistances.of(Planted.labeled(new double[][] {{1}, {2}, {3}}, "a", "a", "b")))
                .hasMessageContaining("class b has a single row");
    }

    @Test
    void clusterIndicesEqualScikitLearn() {
        JsonNode golden = Golden.json("cluster_indices.json");
        List<MetricResult> results = new ClusterIndices().measure(Golden.embeddings(), 1);
        assertThat(value(results, "calinski-harabasz"))
                .isCloseTo(golden.get("calinski_harabasz").asDouble(), DOUBLE);
        assertThat(value(results, "davies-bouldin"))
                .isCloseTo(golden.get("davies_bouldin").asDouble(), DOUBLE);
        double ratio = value(new TraceRatio().measure(Golden.embeddings(), 1), "trace-ratio");
        assertThat(value(results, "calinski-harabasz")).isCloseTo(ratio * 594 / 5, DOUBLE);
    }

    @Test
    void clusterIndicesThatCannotBeHadAreAbsentWithTheirReason() {
        ClusterIndices metric = new ClusterIndices();
        double[][] crossed = {{1, 0}, {-1, 0}, {0, 1}, {0, -1}};
        List<MetricResult> results = metric.measure(Planted.labeled(crossed, "a", "a", "b", "b"), 1);
        assertThat(value(results, "calinski-harabasz")).isZero();
        assertThat(variant(results, "davies-bouldin").note()).contains("two class means are equal");
        assertThat(metric.measure(Planted.labeled(crossed, "a", "a", "a", "a"), 1))
                .allSatisfy(result -> assertThat(result.note()).contains("one class only (a)"));
        assertThat(metric.measure(Planted.labeled(new double[4][2], "a", "a", "b", "b"), 1))
                .allSatisfy(result -> assertThat(result.note()).contains("all rows are equal"));
    }
}
