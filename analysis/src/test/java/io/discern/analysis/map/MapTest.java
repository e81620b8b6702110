package io.discern.analysis.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.discern.analysis.Golden;
import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.MetricResult;
import io.discern.analysis.Planted;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class MapTest {
    private static final JsonNode GOLDEN = Golden.json("map/map.json");

    private static LabeledEmbeddings first150() {
        try (LabeledEmbeddings all = Golden.embeddings()) {
            return all.select(IntStream.range(0, 150).toArray());
        }
    }

    /** Every other row, and the squared Euclidean distance to it. */
    private static Graph allDistances(LabeledEmbeddings data) {
        int n = data.rows();
        double[][] rows = new double[n][data.dim()];
        int[][] others = new int[n][];
        double[][] distances = new double[n][];
        for (int i = 0; i < n; i++) {
            data.readRow(i, rows[i]);
        }
        for (int i = 0; i < n; i++) {
            int row = i;
            others[i] = IntStream.range(0, n).filter(j -> j != row).toArray();
            distances[i] = Arrays.stream(others[i])
                    .mapToDouble(j -> IntStream.range(0, data.dim())
                            .mapToDouble(c -> Math.pow(rows[row][c] - rows[j][c], 2))
                            .sum())
                    .toArray();
        }
        return new Graph(others, distances);
    }

    private static double[] upperTriangle(Graph graph) {
        int n = graph.neighbors().length;
        double[] values = new double[n * (n - 1) / 2];
        int place = 0;
        for (int i = 0; i < n; i++) {
            for (int j = i + 1; j < n; j++) {
                int edge = Arrays.binarySearch(graph.neighbors()[i], j);
                values[place++] = edge < 0 ? 0 : graph.weights()[i][edge];
            }
        }
        return values;
    }

    @Test
    void affinitiesEqualScikitLearn() {
        double[] expected = Golden.array("map/tsne_p.npy").toDoubles();
        try (LabeledEmbeddings data = first150()) {
            double[] p = upperTriangle(Affinities.of(allDistances(data), 20));
            for (int i = 0; i < p.length; i++) {
                // scikit-learn stops its search at a tolerance of 1e-5 and gives no value below 2e-16.
                assertThat(p[i]).isCloseTo(expected[i], within(1e-4 * expected[i] + 1e-12));
            }
            assertThat(2 * Arrays.stream(p).sum()).isCloseTo(1, within(1e-12));
        }
    }

    @Test
    void fuzzyGraphEqualsUmapLearn() {
        double[] expected = Golden.array("map/umap_graph.npy").toDoubles();
        try (LabeledEmbeddings data = first150()) {
            double[] weights = upperTriangle(FuzzyGraph.of(Graph.ofCosineDistances(data, 14), 15));
            for (int i = 0; i < weights.length; i++) {
                assertThat(weights[i]).isCloseTo(expected[i], within(1e-5));
            }
        }
    }

    @Test
    void curveEqualsUmapLearn() {
        for (String distance : List.of("0.1", "0.25", "0.5")) {
            double[] expected = Golden.doubles(GOLDEN.get("umap_ab").get("spread1_min_dist" + distance));
            UmapCurve curve = UmapCurve.fitted(Double.parseDouble(distance));
            assertThat(curve.a()).isCloseTo(expected[0], within(1e-4));
            assertThat(curve.b()).isCloseTo(expected[1], within(1e-4));
        }
    }

    @Test
    void qualityEqualsScikitLearn() {
        try (LabeledEmbeddings data = first150()) {
            double[][] random = StreamSupport.stream(GOLDEN.get("random_points").spliterator(), false)
                    .map(Golden::doubles)
                    .toArray(double[][]::new);
            assertQuality(MapQuality.of(data, random, 15), "random");
            assertQuality(MapQuality.of(data, new PcaMap().place(data, 1), 15), "pca");
        }
    }

    private static void assertQuality(MapQuality quality, String name) {
        double[] expected = Golden.doubles(GOLDEN.get(name));
        assertThat(quality.trustworthiness()).as(name).isCloseTo(expected[0], within(1e-12));
        assertThat(quality.continuity()).as(name).isCloseTo(expected[1], within(1e-12));
    }

    @Test
    void pointsDealtAtRandomHaveTheChanceValueOnAverage() {
        try (LabeledEmbeddings data = first150()) {
            double[] sums = new double[2];
            SplittableRandom random = new SplittableRandom(3);
            MapQuality quality = null;
            for (int i = 0; i < 10; i++) {
                double[][] points = new double[150][2];
                Arrays.setAll(points, row -> new double[] {random.nextDouble(), random.nextDouble()});
                quality = MapQuality.of(data, points, 15);
                sums[0] += quality.trustworthiness() / 10;
                sums[1] += quality.continuity() / 10;
            }
            assertThat(sums[0]).isCloseTo(quality.chance(), within(0.01));
            assertThat(sums[1]).isCloseTo(quality.chance(), within(0.01));
        }
    }

    @Test
    void aPlaneIsMappedWithoutLoss() {
        // Unit rows close to one direction: their cosines rank as distances in a plane do.
        double[][] x = new double[80][3];
        SplittableRandom random = new SplittableRandom(4);
        for (double[] row : x) {
            row[0] = 1000;
            row[1] = random.nextDouble();
            row[2] = random.nextDouble();
        }
        try (LabeledEmbeddings data = LabeledEmbeddings.of(Planted.array(x), Planted.labels(80, 2))) {
            MapQuality quality = MapQuality.of(data, new PcaMap().place(data, 1), 15);
            assertThat(quality.trustworthiness()).isGreaterThan(0.999);
            assertThat(quality.continuity()).isGreaterThan(0.999);
        }
    }

    /** Points of a map, three of them in one place. */
    private static double[][] points(int n) {
        SplittableRandom random = new SplittableRandom(6);
        double[][] points = new double[n][];
        Arrays.setAll(points, i -> new double[] {20 * random.nextDouble(), Planted.gaussian(random)});
        points[7] = points[8].clone();
        points[9] = points[8].clone();
        return points;
    }

    /** How a point is repelled by all, in both directions, and the sum of their nearness. */
    private static double[] repelled(double[][] points, int i) {
        double[] exact = new double[3];
        for (int j = 0; j < points.length; j++) {
            double dx = points[i][0] - points[j][0];
            double dy = points[i][1] - points[j][1];
            double q = i == j ? 0 : 1 / (1 + dx * dx + dy * dy);
            exact[0] += q * q * dx;
            exact[1] += q * q * dy;
            exact[2] += q;
        }
        return exact;
    }

    private static double repel(Repulsion repulsion, double[][] points, double[][] forces) {
        double[][] byAxis = new double[2][points.length];
        double sum = repulsion.repel(
                Arrays.stream(points).mapToDouble(point -> point[0]).toArray(),
                Arrays.stream(points).mapToDouble(point -> point[1]).toArray(),
                byAxis[0],
                byAxis[1]);
        Arrays.setAll(forces, i -> new double[] {byAxis[0][i], byAxis[1][i]});
        return sum;
    }

    @Test
    void powersAreThoseOfMath() {
        Powers powers = new Powers(0.79);
        for (double s = 1e-12; s < 1e6; s *= 1.0137) {
            assertThat(powers.of(s)).isCloseTo(Math.pow(s, 0.79), within(1e-7 * Math.pow(s, 0.79)));
        }
        assertThat(powers.of(1)).isEqualTo(1);
        assertThat(powers.of(Double.MIN_VALUE)).isEqualTo(Math.pow(Double.MIN_VALUE, 0.79));
    }

    @Test
    void pairwiseForcesAreTheExactOnesButForRounding() {
        double[][] points = points(1300);
        double[][] forces = new double[points.length][2];
        double sum = repel(new PairRepulsion(), points, forces);
        double expected = 0;
        for (int i = 0; i < points.length; i++) {
            double[] exact = repelled(points, i);
            expected += exact[2];
            assertThat(Math.hypot(forces[i][0] - exact[0], forces[i][1] - exact[1]))
                    .isLessThan(1e-5 * exact[2]);
        }
        assertThat(sum).isCloseTo(expected, within(1e-6 * expected));
    }

    @Test
    void pointsCloseTogetherKeepTheirForces() {
        double[][] points = points(300);
        for (double[] point : points) {
            // so near each other that float32 could not tell them apart
            point[0] = 1e-4 + 1e-12 * point[0];
            point[1] = 1e-4 + 1e-12 * point[1];
        }
        double[][] forces = new double[points.length][2];
        repel(new QuickRepulsion(points.length), points, forces);
        for (int i = 0; i < points.length; i++) {
            double[] exact = repelled(points, i);
            assertThat(Math.hypot(forces[i][0] - exact[0], forces[i][1] - exact[1]))
                    .isLessThan(0.03 * 300 * 20e-12);
        }
    }

    @Test
    void divergenceIsThatOfScikitLearn() {
        try (LabeledEmbeddings data = first150()) {
            Graph p = Affinities.of(allDistances(data), 20);
            double[][] points = Tsne.descend(p, PcaMap.scaled(data, 1e-4));
            double sum = 0;
            double divergence = 0;
            for (double[] a : points) {
                for (double[] b : points) {
                    sum += a == b ? 0 : 1 / (1 + squared(a, b));
                }
            }
            for (int i = 0; i < 150; i++) {
                for (int e = 0; e < p.neighbors()[i].length; e++) {
                    double q = 1 / (1 + squared(points[i], points[p.neighbors()[i][e]])) / sum;
                    double weight = p.weights()[i][e];
                    divergence += weight == 0 ? 0 : weight * Math.log(weight / q);
                }
            }
            assertThat(divergence).isCloseTo(GOLDEN.get("tsne_kl").asDouble(), within(0.1 * 0.6935));
        }
    }

    private static double squared(double[] a, double[] b) {
        return (a[0] - b[0]) * (a[0] - b[0]) + (a[1] - b[1]) * (a[1] - b[1]);
    }

    @Test
    void neighboursSurviveInBothNonlinearMaps() {
        try (LabeledEmbeddings data = first150()) {
            double[] scikitLearn = Golden.doubles(GOLDEN.get("tsne"));
            MapQuality tsne = MapQuality.of(data, Tsne.standard().place(data, 1), 15);
            assertThat(tsne.trustworthiness()).isGreaterThan(scikitLearn[0] - 0.015);
            assertThat(tsne.continuity()).isGreaterThan(scikitLearn[1] - 0.015);
            MapQuality umap = MapQuality.of(data, Umap.standard().place(data, 1), 15);
            assertThat(umap.trustworthiness()).isGreaterThan(scikitLearn[0] - 0.03);
            assertThat(umap.continuity()).isGreaterThan(scikitLearn[1] - 0.03);
        }
    }

    @Test
    void mapsFollowFromTheSeedWhateverTheThreads() {
        try (LabeledEmbeddings data = first150()) {
            for (MapMethod method : List.of(new PcaMap(), Tsne.standard(), Umap.standard())) {
                double[][] points = method.place(data, 3);
                ForkJoinPool one = new ForkJoinPool(1);
                assertThat(one.submit(() -> method.place(data, 3)).join()).isDeepEqualTo(points);
                one.shutdown();
            }
            assertThat(Umap.standard().place(data, 4)[0])
                    .isNotEqualTo(Umap.standard().place(data, 3)[0]);
        }
    }

    @Test
    void equalRowsAndFewRowsDoNotBreakTheMaps() {
        double[][] x = new double[100][];
        Arrays.setAll(x, i -> i < 85 ? new double[] {1, 2, 3} : new double[] {3, i, 1});
        try (LabeledEmbeddings data = LabeledEmbeddings.of(Planted.array(x), Planted.labels(100, 2))) {
            for (MetricResult result : MapMetric.standard().measure(data, 1)) {
                assertThat(result.value().orElseThrow()).as(result.variant()).isBetween(0.0, 1.0);
            }
        }
        double[][] same = new double[100][];
        Arrays.fill(same, new double[] {1, 2});
        try (LabeledEmbeddings data = LabeledEmbeddings.of(Planted.array(same), Planted.labels(100, 2))) {
            assertThat(MapMetric.standard().measure(data, 1))
                    .allSatisfy(result -> assertThat(result.value()).isPresent());
        }
    }

    @Test
    void whatCannotBeMappedIsAbsentWithItsReason() {
        double[][] x = Planted.classes(60, 4, 2, 1, 1);
        x[5] = new double[4];
        List<MetricResult> results =
                MapMetric.standard().measure(LabeledEmbeddings.of(Planted.array(x), Planted.labels(60, 2)), 1);
        assertThat(results)
                .extracting(MetricResult::variant)
                .containsExactly(
                        "pca,trustworthiness,k=15",
                        "pca,continuity,k=15",
                        "tsne,trustworthiness,k=15",
                        "tsne,continuity,k=15",
                        "umap,trustworthiness,k=15",
                        "umap,continuity,k=15");
        assertThat(Golden.variant(results, "pca,continuity,k=15").value()).isPresent();
        assertThat(Golden.variant(results, "umap,continuity,k=15").note()).contains("excluded 1 zero rows");
        assertThat(Golden.variant(results, "tsne,continuity,k=15").note()).contains("59 rows; expected at least 91");
        assertThat(MapMetric.standard().measure(Planted.labeled(new double[3][2], "a", "a", "b"), 1))
                .allSatisfy(result ->
                        assertThat(result.note()).contains("excluded 3 zero rows", "0 rows; expected at least"));
        assertThatThrownBy(() -> new Tsne(1)).hasMessageContaining("perplexity 1.0");
        assertThatThrownBy(() -> new Umap(2, 0.1)).hasMessageContaining("k 2");
    }

    @Test
    void manyRowsAreSampledAndTheNoteSaysSo() {
        double[][] x = Planted.classes(110, 4, 2, 1, 1);
        try (LabeledEmbeddings data = LabeledEmbeddings.of(Planted.array(x), Planted.labels(110, 2))) {
            MetricResult result =
                    new MapMetric(100, List.of(new PcaMap())).measure(data, 1).get(0);
            assertThat(result.n()).isEqualTo(100);
            assertThat(result.note()).contains("100 of 110 rows");
        }
    }
}
