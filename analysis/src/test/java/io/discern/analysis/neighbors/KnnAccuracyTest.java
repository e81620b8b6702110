package io.discern.analysis.neighbors;

import static io.discern.analysis.Golden.variant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.discern.analysis.Golden;
import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.MetricResult;
import io.discern.analysis.Planted;
import io.discern.analysis.internal.neighbors.Votes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KnnAccuracyTest {
    private static int[] votes(NearestNeighbors neighbors, int k, LabeledEmbeddings data) {
        return Votes.majority(neighbors, k, data.classIndices(), data.classes().size());
    }

    @Test
    void predictionsAndAccuraciesEqualScikitLearn() {
        JsonNode golden = Golden.json("loo_knn.json");
        for (LabeledEmbeddings data : List.of(Golden.embeddings(), Golden.embeddingsInDouble())) {
            NearestNeighbors neighbors = NearestNeighbors.leaveOneOut(data, 20);
            List<MetricResult> results = KnnAccuracy.standard().measure(data, 1);
            for (int k : new int[] {1, 5, 10, 20}) {
                JsonNode expected = golden.get("cosine_k" + k);
                assertThat(votes(neighbors, k, data)).isEqualTo(Golden.ints(expected.get("pred")));
                assertThat(variant(results, "loo,k=" + k + ",micro").value().orElseThrow())
                        .isCloseTo(expected.get("accuracy").asDouble(), within(1e-12));
                assertThat(variant(results, "loo,k=" + k + ",balanced").value().orElseThrow())
                        .isCloseTo(expected.get("balanced").asDouble(), within(1e-12));
            }
            data.close();
        }
    }

    @Test
    void exactTiesGoByRowAndByClass() {
        JsonNode golden = Golden.json("loo_knn_ties.json");
        try (LabeledEmbeddings data = Golden.labeled("ties_X.npy", "ties_y.npy")) {
            for (int k : new int[] {1, 3, 5, 10}) {
                NearestNeighbors neighbors = NearestNeighbors.leaveOneOut(data, k);
                JsonNode expected = golden.get("cosine_k" + k);
                for (int row = 0; row < data.rows(); row++) {
                    int query = row;
                    assertThat(IntStream.range(0, k)
                                    .map(rank -> neighbors.row(query, rank))
                                    .toArray())
                            .isEqualTo(Golden.ints(expected.get("idx").get(row)));
                }
                assertThat(votes(neighbors, k, data)).isEqualTo(Golden.ints(expected.get("pred")));
            }
        }
    }

    @Test
    void permutedLabelsComeNearChance() {
        double[][] x = Planted.classes(300, 8, 3, 4, 3);
        List<String> labels = new ArrayList<>(Planted.labels(300, 3));
        List<MetricResult> planted = KnnAccuracy.of(5).measure(LabeledEmbeddings.of(Planted.array(x), labels), 1);
        MetricResult micro = variant(planted, "loo,k=5,micro");
        assertThat(micro.value().orElseThrow()).isGreaterThan(0.95);
        // 300 rows and 100 permutations: the mean's standard error is about 0.003; LOO pulls it just below a third.
        assertThat(micro.nullValue().orElseThrow()).isBetween(0.31, 0.345);
        assertThat(micro.note()).contains("majority class rate 0.33");
        Collections.shuffle(labels, new Random(2));
        MetricResult shuffled =
                variant(KnnAccuracy.of(5).measure(LabeledEmbeddings.of(Planted.array(x), labels), 1), "loo,k=5,micro");
        assertThat(shuffled.value().orElseThrow()).isBetween(0.24, 0.42);
    }

    @Test
    void groupsAreLeftOutTogether() {
        double[][] base = Planted.classes(40, 8, 2, 0, 3);
        double[][] x = new double[80][];
        List<String> labels = new ArrayList<>();
        List<String> groups = new ArrayList<>();
        for (int i = 0; i < 80; i++) {
            x[i] = base[i / 2];
            labels.add(i / 2 % 2 == 0 ? "a" : "b");
            groups.add("lesion" + i / 2);
        }
        LabeledEmbeddings data = LabeledEmbeddings.of(Planted.array(x), labels).withGroups(groups);
        List<MetricResult> results = KnnAccuracy.of(1).measure(data, 1);
        assertThat(variant(results, "loo,k=1,micro").value().orElseThrow()).isEqualTo(1);
        assertThat(variant(results, "group-loo,k=1,micro").value().orElseThrow())
                .isBetween(0.2, 0.8);
        NearestNeighbors neighbors = NearestNeighbors.leaveGroupOut(data, 1);
        for (int row = 0; row < 80; row++) {
            assertThat(neighbors.row(row, 0) / 2).isNotEqualTo(row / 2);
        }
    }

    @Test
    void intervalsHoldTheValueAndWidenWithGroups() {
        double[][] x = Planted.classes(200, 8, 2, 1, 3);
        List<String> labels = new ArrayList<>();
        List<String> groups = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            for (int j = 0; j < 8 && i % 10 > 0; j++) {
                x[i][j] = x[i / 10 * 10][j] + x[i][j] / 2;
            }
            labels.add(i / 10 % 2 == 0 ? "a" : "b");
            groups.add("p" + i / 10);
        }
        LabeledEmbeddings single = LabeledEmbeddings.of(Planted.array(x), labels);
        MetricResult narrow = variant(KnnAccuracy.of(5).measure(single, 1), "loo,k=5,micro");
        MetricResult wide = variant(KnnAccuracy.of(5).measure(single.withGroups(groups), 1), "loo,k=5,micro");
        assertThat(wide.value()).isEqualTo(narrow.value());
        assertThat(wide.value().orElseThrow())
                .isBetween(wide.ciLow().orElseThrow(), wide.ciHigh().orElseThrow());
        assertThat(wide.ciHigh().orElseThrow() - wide.ciLow().orElseThrow())
                .isGreaterThan(
                        1.2 * (narrow.ciHigh().orElseThrow() - narrow.ciLow().orElseThrow()));
        assertThat(KnnAccuracy.of(5).measure(single, 1))
                .isEqualTo(KnnAccuracy.of(5).measure(single, 1));
    }

    @Test
    void zeroRowsAreExcludedFromQueriesAndBankAndCounted() {
        double[][] x = {{1, 0}, {0, 0}, {1, 0.1}, {0, 1}, {0.1, 1}, {0, 0}};
        List<MetricResult> results = KnnAccuracy.of(1).measure(Planted.labeled(x, "a", "b", "a", "b", "b", "a"), 1);
        MetricResult micro = variant(results, "loo,k=1,micro");
        assertThat(micro.value().orElseThrow()).isEqualTo(1);
        assertThat(micro.n()).isEqualTo(4);
        assertThat(micro.note()).contains("excluded 2 zero rows");
        assertThat(KnnAccuracy.of(1).measure(Planted.labeled(new double[3][2], "a", "b", "b"), 1))
                .allSatisfy(result -> assertThat(result.note()).contains("none is left"));
    }

    @Test
    void tooManyNeighboursOneClassAndOneRowAreAbsentWithTheirReason() {
        double[][] x = Planted.classes(6, 3, 2, 1, 1);
        LabeledEmbeddings data = LabeledEmbeddings.of(Planted.array(x), Planted.labels(6, 2))
                .withGroups(List.of("p", "p", "p", "p", "q", "q"));
        List<MetricResult> results = KnnAccuracy.standard().measure(data, 1);
        assertThat(variant(results, "loo,k=1,micro").value()).isPresent();
        assertThat(variant(results, "loo,k=5,micro").note()).contains("k = 5, but a row has only 5 candidates");
        assertThat(variant(results, "group-loo,k=5,balanced").note()).contains("only 2 candidates");
        assertThat(KnnAccuracy.standard().measure(Planted.labeled(new double[][] {{1, 2}}, "a"), 1))
                .allSatisfy(result -> assertThat(result.note()).contains("one class only (a)"));
        LabeledEmbeddings onePatient =
                LabeledEmbeddings.of(Planted.array(x), Planted.labels(6, 2)).withGroups(Collections.nCopies(6, "p"));
        assertThat(variant(KnnAccuracy.of(1).measure(onePatient, 1), "group-loo,k=1,micro")
                        .note())
                .contains("only 0 candidates");
        assertThat(variant(KnnAccuracy.of(1).measure(onePatient, 1), "loo,k=1,micro")
                        .ciNote())
                .isEqualTo("none: 1 group of one kind; expected at least 5 of each");
        assertThatThrownBy(() -> KnnAccuracy.of(0)).hasMessageContaining("k [0]");
    }

    @Test
    void aClassThatCanNeverBeRightIsPointedOut() {
        try (LabeledEmbeddings data = Golden.embeddings()) {
            assertThat(variant(KnnAccuracy.of(1).measure(data, 1), "loo,k=1,balanced")
                            .note())
                    .contains("1 classes have a single row, which can never be right");
        }
    }
}
