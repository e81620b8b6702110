package io.discern.analysis.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.discern.analysis.Golden;
import io.discern.analysis.LabeledEmbeddings;
import java.util.Arrays;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class TsneTest {
    /** Past the exaggeration, when the map grows and its grid with it. */
    private static final int FEW_STEPS = 300;

    private static final JsonNode DIVERGENCES = Golden.json("map/tsne.json").get("divergences");

    private static Graph p(LabeledEmbeddings data) {
        Graph squared = Graph.ofCosineDistances(data, 90);
        for (double[] row : squared.weights()) {
            Arrays.setAll(row, j -> 2 * row[j]);
        }
        return Affinities.of(squared, 30);
    }

    private static double divergence(Graph p, double[][] points) {
        double sum = 0;
        for (double[] a : points) {
            for (double[] b : points) {
                sum += a == b ? 0 : near(a, b);
            }
        }
        double divergence = 0;
        for (int i = 0; i < points.length; i++) {
            for (int e = 0; e < p.neighbors()[i].length; e++) {
                double weight = p.weights()[i][e];
                divergence += weight == 0
                        ? 0
                        : weight * Math.log(weight * sum / near(points[i], points[p.neighbors()[i][e]]));
            }
        }
        return divergence;
    }

    private static double near(double[] a, double[] b) {
        return 1 / (1 + Math.pow(a[0] - b[0], 2) + Math.pow(a[1] - b[1], 2));
    }

    @Test
    void divergenceIsThatOfScikitLearnWhateverTheForcesAreComputedBy() {
        double[] scikitLearn = DoubleStream.concat(
                        DoubleStream.of(
                                DIVERGENCES.get("barnes_hut").asDouble(),
                                DIVERGENCES.get("exact").asDouble()),
                        Arrays.stream(Golden.doubles(DIVERGENCES.get("random"))))
                .toArray();
        double least = Arrays.stream(scikitLearn).min().orElseThrow();
        double most = Arrays.stream(scikitLearn).max().orElseThrow();
        try (LabeledEmbeddings data = Golden.embeddings()) {
            Graph p = p(data);
            double[][] start = PcaMap.scaled(data, 1e-4);
            assertThat(divergence(p, new TsneDescent(p, start, new GridRepulsion(600)).run()))
                    .as("by the grid alone")
                    .isBetween(least - 0.01, most);
            assertThat(divergence(p, Tsne.standard().place(data, 1)))
                    .as("by whichever is quicker")
                    .isBetween(least - 0.01, most);
        }
    }

    @Test
    void mapsByTheGridDoNotDependOnThreads() {
        try (LabeledEmbeddings data = Golden.embeddings()) {
            Graph p = p(data);
            double[][] start = PcaMap.scaled(data, 1e-4);
            double[][] points = new TsneDescent(p, start, new GridRepulsion(600)).run(FEW_STEPS);
            ForkJoinPool one = new ForkJoinPool(1);
            assertThat(one.submit(() -> new TsneDescent(p, start, new GridRepulsion(600)).run(FEW_STEPS))
                            .join())
                    .isDeepEqualTo(points);
            one.shutdown();
        }
    }

    @Test
    void anInterruptEndsTheDescent() {
        try (LabeledEmbeddings data = Golden.embeddings()) {
            Graph p = p(data);
            double[][] start = PcaMap.scaled(data, 1e-4);
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> Tsne.descend(p, start))
                    .isInstanceOf(CancellationException.class)
                    .hasMessageContaining("interrupted");
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }
}
