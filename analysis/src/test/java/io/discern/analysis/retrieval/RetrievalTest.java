package io.discern.analysis.retrieval;

import static io.discern.analysis.Golden.variant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.MetricResult;
import io.discern.analysis.Planted;
import io.discern.analysis.internal.neighbors.ExactCosines;
import io.discern.analysis.neighbors.NeighborsGolden;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RetrievalTest {

    @Test
    void everyMeasureEqualsScikitLearnAndNumPy() {
        List<MetricResult> results = new ArrayList<>(ClassRetrieval.of(1, 5, 10).measure(NeighborsGolden.train(), 1));
        results.addAll(CrossModalRetrieval.of(1, 5, 10).measure(NeighborsGolden.train(), NeighborsGolden.texts(), 1));
        assertThat(results).hasSize(NeighborsGolden.VALUES.get("retrieval").size());
        for (MetricResult result : results) {
            assertThat(result.value().orElseThrow())
                    .as(result.variant())
                    .isCloseTo(
                            NeighborsGolden.VALUES
                                    .get("retrieval")
                                    .get(result.variant())
                                    .asDouble(),
                            within(1e-12));
            if (result.variant().startsWith("image-to-text")) {
                assertThat(result.ciLow()).isEmpty();
                assertThat(result.ciNote()).isEqualTo("none: 4 groups of one kind; expected at least 5 of each");
            } else {
                assertThat(result.ciLow()).isEmpty();
                assertThat(result.ciNote()).startsWith("none: other candidates");
            }
        }
        assertThat(ClassRetrieval.of(1, 5, 10).measure(NeighborsGolden.train(), 1))
                .isEqualTo(results.subList(0, results.size() / 2));
    }

    @Test
    void chanceIsTheMeanOverAllOrders() {
        for (int[] size : new int[][] {{1, 1}, {1, 4}, {2, 6}, {3, 7}, {5, 5}}) {
            List<Ranking> orders = new ArrayList<>();
            for (int set = 0; set < 1 << size[1]; set++) {
                if (Integer.bitCount(set) == size[0]) {
                    int chosen = set;
                    orders.add(new Ranking(
                            IntStream.rangeClosed(1, size[1])
                                    .filter(place -> (chosen >> (place - 1) & 1) == 1)
                                    .toArray(),
                            size[1]));
                }
            }
            RandomOrder random = new RandomOrder(size[0], size[1]);
            for (RetrievalMeasure measure : RetrievalMeasure.all(List.of(1, Math.min(3, size[1])))) {
                assertThat(measure.chance().applyAsDouble(random))
                        .as(measure.measure() + " " + random)
                        .isCloseTo(
                                orders.stream()
                                        .mapToDouble(measure.value())
                                        .average()
                                        .orElseThrow(),
                                within(1e-12));
            }
        }
    }

    @Test
    void bothRecallsAreWhatTheyAreCalled() {
        Ranking ranking = new Ranking(new int[] {2, 3, 9}, 10);
        assertThat(ranking.hitRate(1)).isZero();
        assertThat(ranking.hitRate(5)).isEqualTo(1);
        assertThat(ranking.recall(5)).isEqualTo(2 / 3.0);
        assertThat(ranking.precision(5)).isEqualTo(2 / 5.0);
        assertThat(ranking.averagePrecision()).isEqualTo((1 / 2.0 + 2 / 3.0 + 3 / 9.0) / 3);
        assertThat(ranking.averagePrecisionAtR()).isEqualTo((1 / 2.0 + 2 / 3.0) / 3);
    }

    @Test
    void equalRowsAreOrderedByTheirNumber() {
        double[][] x = new double[61][];
        Arrays.fill(x, new double[] {0.1, 0.7, 0.3});
        List<String> labels = IntStream.range(0, 61)
                .mapToObj(i -> i == 60 || i == 4 ? "b" : "a")
                .toList();
        List<MetricResult> results = ClassRetrieval.of(1).measure(LabeledEmbeddings.of(Planted.array(x), labels), 1);
        double ofAs = IntStream.range(0, 61)
                .filter(i -> i != 4 && i != 60)
                .mapToDouble(query -> {
                    int[] places =
                            IntStream.range(0, 61).filter(i -> i != query).toArray();
                    return IntStream.range(0, 60)
                                    .filter(i -> places[i] != 4 && places[i] != 60)
                                    .findFirst()
                                    .orElseThrow()
                            + 1;
                })
                .map(place -> 1 / place)
                .sum();
        assertThat(variant(results, "loo,mrr").value().orElseThrow())
                .isCloseTo((ofAs + 1 / 60.0 + 1 / 5.0) / 61, within(1e-12));
    }

    @Test
    void whatProductsCannotTellApartIsComparedAgain() {
        LabeledEmbeddings data =
                Planted.labeled(new double[][] {{1, 0}, {1, 0.3}, {1, 0.2}, {1, 0.1}}, "a", "a", "b", "a");
        QueryOrder order = new QueryOrder(0, new double[] {1, 0.99, 0.98, 0.975}, 0.1, new ExactCosines(data, data));
        assertThat(order.rank(new int[] {1}, new int[] {2, 3}).places()).containsExactly(3);
    }

    @Test
    void queriesWithoutPositivesAreLeftOutAndCounted() {
        double[][] x = {{1, 0}, {1, 0.1}, {0, 1}, {0.1, 1}, {1, 1}};
        MetricResult map =
                variant(ClassRetrieval.of(1).measure(Planted.labeled(x, "a", "a", "b", "b", "c"), 1), "loo,map");
        assertThat(map.value()).hasValue(1);
        assertThat(map.n()).isEqualTo(4);
        assertThat(map.note()).contains("1 queries have no candidate of their class");
        LabeledEmbeddings onePatientEach =
                Planted.labeled(x, "a", "a", "b", "b", "c").withGroups(List.of("p", "p", "q", "q", "r"));
        assertThat(variant(ClassRetrieval.of(1).measure(onePatientEach, 1), "group-loo,map")
                        .note())
                .contains("5 queries have no candidate of their class");
    }

    @Test
    void hostileInputsGetReasons() {
        double[][] x = {{1, 0}, {0, 0}, {0.5, 1}, {1, 0.2}};
        MetricResult map = variant(ClassRetrieval.of(3).measure(Planted.labeled(x, "a", "b", "b", "a"), 1), "loo,map");
        assertThat(map.n()).isEqualTo(2);
        assertThat(map.note()).contains("excluded 1 zero rows");
        assertThat(variant(ClassRetrieval.of(3).measure(Planted.labeled(x, "a", "b", "b", "a"), 1), "loo,recall,k=3")
                        .note())
                .contains("k = 3, but a query has only 2 candidates");
        assertThat(ClassRetrieval.standard().measure(Planted.labeled(new double[][] {{1, 2}}, "a"), 1))
                .allSatisfy(result -> assertThat(result.note()).contains("one class only (a)"));
        assertThat(ClassRetrieval.standard().measure(Planted.labeled(new double[2][2], "a", "b"), 1))
                .allSatisfy(result -> assertThat(result.note()).contains("none is left"));
        LabeledEmbeddings two = Planted.labeled(new double[][] {{1, 2}, {2, 1}}, "a", "b");
        assertThat(variant(ClassRetrieval.of(1).measure(two, 1), "loo,map").note())
                .contains("2 queries");
        LabeledEmbeddings three = Planted.labeled(new double[][] {{1, 2, 3}}, "a");
        assertThatThrownBy(() -> CrossModalRetrieval.of(1).measure(two, three, 1))
                .hasMessageContaining("texts of 3");
        assertThatThrownBy(() -> ClassRetrieval.of(0)).hasMessageContaining("k [0]");
        assertThatThrownBy(() -> new Ranking(new int[0], 3)).hasMessageContaining("expected at least one");
    }

    @Test
    void textsThatNoImageNeedsAreLeftOut() {
        LabeledEmbeddings images = Planted.labeled(new double[][] {{1, 0}, {0, 1}}, "cat", "dog");
        LabeledEmbeddings texts = Planted.labeled(new double[][] {{1, 0.1}, {0.1, 1}, {1, 1}}, "cat", "dog", "horse");
        List<MetricResult> results = CrossModalRetrieval.of(1).measure(images, texts, 1);
        assertThat(variant(results, "image-to-text,hit-rate,k=1").value()).hasValue(1);
        assertThat(variant(results, "text-to-image,hit-rate,k=1").value()).hasValue(1);
        assertThat(variant(results, "text-to-image,hit-rate,k=1").n()).isEqualTo(2);
        assertThat(variant(results, "text-to-image,hit-rate,k=1").note()).contains("1 queries");
    }

    /** With five texts of each class the first of them is a fifth of what there is, at most. */
    @Test
    void theIntervalOfARecallIsThatOfAShareOfTheMostThatCanBeHad() {
        LabeledEmbeddings images =
                LabeledEmbeddings.of(Planted.array(Planted.classes(60, 4, 3, 1.5, 8)), Planted.labels(60, 3));
        LabeledEmbeddings texts =
                LabeledEmbeddings.of(Planted.array(Planted.classes(15, 4, 3, 1.5, 9)), Planted.labels(15, 3));
        List<MetricResult> results = CrossModalRetrieval.of(1).measure(images, texts, 1);
        MetricResult recall = variant(results, "image-to-text,recall,k=1");
        MetricResult precision = variant(results, "image-to-text,precision,k=1");
        assertThat(5 * recall.ciLow().orElseThrow()).isCloseTo(precision.ciLow().orElseThrow(), within(1e-12));
        assertThat(5 * recall.ciHigh().orElseThrow())
                .isCloseTo(precision.ciHigh().orElseThrow(), within(1e-12));
    }
}
