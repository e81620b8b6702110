package io.discern.analysis.neighbors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.discern.Embeddings;
import io.discern.analysis.Golden;
import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.Planted;
import io.discern.analysis.internal.linalg.FloatTiles;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NearestNeighborsTest {

    @Test
    void equalNumPyTopTwenty() {
        try (LabeledEmbeddings data = Golden.embeddings()) {
            int[] none = IntStream.range(0, 600).map(i -> -1).toArray();
            int[] own = IntStream.range(0, 600).toArray();
            NearestNeighbors neighbors = NearestNeighbors.find(data, none, data, own, 20);
            long[] rows = Golden.array("topk_cosine_idx.npy").toLongs();
            double[] values = Golden.array("topk_cosine_val.npy").toDoubles();
            for (int i = 0; i < rows.length; i++) {
                assertThat(neighbors.row(i / 20, i % 20)).isEqualTo((int) rows[i]);
                assertThat(neighbors.similarity(i / 20, i % 20)).isCloseTo(values[i], within(1e-12));
            }
        }
    }

    @Test
    void equalAFullSortInDoubleAcrossTilesWithNearTies() {
        int rows = FloatTiles.TILE + 300;
        SplittableRandom random = new SplittableRandom(4);
        float[] x = new float[rows * 24];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < 24; j++) {
                // Steps far below float32's rounding of the cosine, and every seventh row a copy: near and exact ties
                // abound.
                x[i * 24 + j] =
                        i % 7 == 0 && i > 0 ? x[(i - 1) * 24 + j] : 1 + (float) (random.nextInt(3) * 1e-4 * (i % 2));
            }
        }
        try (LabeledEmbeddings data = LabeledEmbeddings.of(Embeddings.ofRows(24, x), Collections.nCopies(rows, "a"))) {
            NearestNeighbors neighbors = NearestNeighbors.leaveOneOut(data, 9);
            for (int query = 0; query < rows; query += 37) {
                int q = query;
                int[] expected = IntStream.range(0, rows)
                        .filter(row -> row != q)
                        .boxed()
                        .sorted(Comparator.<Integer>comparingDouble(row -> -cosine(data, q, row))
                                .thenComparingInt(row -> row))
                        .limit(9)
                        .mapToInt(Integer::intValue)
                        .toArray();
                assertThat(IntStream.range(0, 9)
                                .map(rank -> neighbors.row(q, rank))
                                .toArray())
                        .isEqualTo(expected);
            }
        }
    }

    @Test
    void groupsAreLeftOutAcrossTilesAndAnyPathFindsTheSame() {
        int rows = 2 * FloatTiles.TILE + 77;
        double[][] x = Planted.classes(rows, 6, 3, 1, 8);
        List<String> groups =
                IntStream.range(0, rows).mapToObj(i -> "g" + i % 700).toList();
        try (LabeledEmbeddings data = LabeledEmbeddings.of(Planted.array(x), Planted.labels(rows, 3))
                        .withGroups(groups);
                LabeledEmbeddings copy = data.select(IntStream.range(0, rows).toArray())) {
            NearestNeighbors symmetric = NearestNeighbors.leaveGroupOut(data, 4);
            NearestNeighbors general = NearestNeighbors.find(data, data.groupIndices(), copy, data.groupIndices(), 4);
            for (int query = 0; query < rows; query++) {
                int q = query;
                int[] found = IntStream.range(0, 4)
                        .map(rank -> symmetric.row(q, rank))
                        .toArray();
                assertThat(IntStream.range(0, 4)
                                .map(rank -> general.row(q, rank))
                                .toArray())
                        .isEqualTo(found);
                if (query % 53 == 0) {
                    assertThat(found)
                            .isEqualTo(IntStream.range(0, rows)
                                    .filter(row -> row % 700 != q % 700)
                                    .boxed()
                                    .sorted(Comparator.<Integer>comparingDouble(row -> -cosine(data, q, row)))
                                    .limit(4)
                                    .mapToInt(Integer::intValue)
                                    .toArray());
                }
            }
        }
    }

    private static double cosine(LabeledEmbeddings data, int a, int b) {
        double[] x = new double[data.dim()];
        double[] y = new double[data.dim()];
        data.readRow(a, x);
        data.readRow(b, y);
        double dot = 0;
        for (int j = 0; j < x.length; j++) {
            dot += x[j] * y[j];
        }
        return dot / (data.norm(a) * data.norm(b));
    }

    @Test
    void duplicatesOfTheQueryAreNeighboursButNotTheQueryItself() {
        double[][] x = {{1, 2}, {1, 2}, {1, 2}, {-1, 0}};
        NearestNeighbors neighbors = NearestNeighbors.leaveOneOut(Planted.labeled(x, "a", "a", "b", "b"), 2);
        assertThat(neighbors.row(1, 0)).isEqualTo(0);
        assertThat(neighbors.row(1, 1)).isEqualTo(2);
        assertThat(neighbors.similarity(1, 0)).isCloseTo(1, within(1e-15));
    }

    @Test
    void fewerAreFoundWhereFewerAreLeft() {
        double[][] x = {{1, 2}, {1, 3}, {4, 2}};
        NearestNeighbors neighbors = NearestNeighbors.leaveOneOut(Planted.labeled(x, "a", "a", "b"), 10);
        assertThat(neighbors.found(0)).isEqualTo(2);
        assertThat(neighbors.k()).isEqualTo(10);
        LabeledEmbeddings grouped = Planted.labeled(x, "a", "a", "b").withGroups(List.of("p", "p", "p"));
        assertThat(NearestNeighbors.leaveGroupOut(grouped, 1).found(2)).isZero();
    }

    @Test
    void differentLengthsAndSizesAreRefused() {
        LabeledEmbeddings two = Planted.labeled(new double[][] {{1, 2}}, "a");
        LabeledEmbeddings three = Planted.labeled(new double[][] {{1, 2, 3}}, "a");
        assertThatThrownBy(() -> NearestNeighbors.find(two, new int[1], three, new int[1], 1))
                .hasMessageContaining("queries of 2 components, bank of 3");
        assertThatThrownBy(() -> NearestNeighbors.find(two, new int[2], two, new int[1], 1))
                .hasMessageContaining("2 groups");
    }

    @Test
    void whoIsInterruptedStops() {
        LabeledEmbeddings data = Planted.labeled(new double[][] {{1, 2}, {2, 1}, {3, 1}}, "a", "b", "b");
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> NearestNeighbors.leaveOneOut(data, 1)).isInstanceOf(CancellationException.class);
        assertThat(Thread.interrupted()).isTrue();
    }
}
