package io.discern.analysis.map;

import io.discern.analysis.LabeledEmbeddings;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * UMAP: points that attract each other along the edges of the {@linkplain FuzzyGraph fuzzy neighbour graph} and repel randomly
 * chosen others, by stochastic descent of the cross entropy of the edges.
 *
 * <p>Neighbours are exact, by cosine; the start is the plane of largest variance, 10 wide to each side, with a little noise
 * that parts equal rows; 500 rounds (200 above 10,000 rows), five repulsions for each attraction, as in umap-learn. One thread,
 * so that the result depends on the seed only. Distances between far groups and their sizes mean little.
 *
 * <p>Reference: McInnes, Healy and Melville, <i>UMAP: Uniform Manifold Approximation and Projection</i> (2018),
 * arXiv:1802.03426.
 *
 * @param k how many neighbours count, the row itself among them; at least 3
 * @param leastDistance how close points may come, in (0, 1]
 */
public record Umap(int k, double leastDistance) implements MapMethod {
    private static final double START_SIZE = 10;
    private static final double NOISE = 1e-4;
    private static final int REPULSIONS = 5;
    private static final double LARGEST_STEP = 4;

    /** Checks the parameters. */
    public Umap {
        if (k < 3 || !(leastDistance > 0 && leastDistance <= 1)) {
            throw new IllegalArgumentException("k " + k + ", least distance " + leastDistance
                    + "; expected k >= 3 and a distance in (0, 1], for example 15 and 0.1");
        }
    }

    /** With k = 15 and least distance 0.1. */
    public static Umap standard() {
        return new Umap(15, 0.1);
    }

    @Override
    public String name() {
        return "umap";
    }

    @Override
    public int leastRows() {
        return k + 1;
    }

    @Override
    public double[][] place(LabeledEmbeddings data, long seed) {
        requireRows(data);
        SplittableRandom random = new SplittableRandom(seed);
        double[][] points = PcaMap.scaled(data, START_SIZE);
        for (double[] point : points) {
            point[0] += NOISE * (2 * random.nextDouble() - 1);
            point[1] += NOISE * (2 * random.nextDouble() - 1);
        }
        Graph graph = FuzzyGraph.of(Graph.ofCosineDistances(data, k - 1), k);
        Descent descent = new Descent(graph, points, UmapCurve.fitted(leastDistance), random);
        descent.run(data.rows() <= 10_000 ? 500 : 200);
        return descent.points();
    }

    /** Moves points. */
    private static final class Descent {
        private final Graph graph;
        private final double[] x;
        private final double[] y;
        private final UmapCurve curve;
        private final Powers powers;
        private final SplittableRandom random;

        Descent(Graph graph, double[][] points, UmapCurve curve, SplittableRandom random) {
            this.graph = graph;
            this.x = Arrays.stream(points).mapToDouble(point -> point[0]).toArray();
            this.y = Arrays.stream(points).mapToDouble(point -> point[1]).toArray();
            this.curve = curve;
            this.powers = new Powers(curve.b());
            this.random = random;
        }

        double[][] points() {
            return IntStream.range(0, x.length)
                    .mapToObj(row -> new double[] {x[row], y[row]})
                    .toArray(double[][]::new);
        }

        void run(int rounds) {
            double heaviest = Arrays.stream(graph.weights())
                    .flatMapToDouble(Arrays::stream)
                    .max()
                    .orElseThrow();
            double[][] due = Arrays.stream(graph.weights())
                    .map(row ->
                            Arrays.stream(row).map(weight -> heaviest / weight).toArray())
                    .toArray(double[][]::new);
            for (int round = 0; round < rounds; round++) {
                double rate = 1 - (double) round / rounds;
                for (int row = 0; row < x.length; row++) {
                    for (int e = 0; e < due[row].length; e++) {
                        // An edge of weight w is walked in w / heaviest of the rounds; too light ones never.
                        if (due[row][e] <= round + 1.0) {
                            due[row][e] += heaviest / graph.weights()[row][e];
                            attract(row, graph.neighbors()[row][e], rate);
                            for (int r = 0; r < REPULSIONS; r++) {
                                repel(row, random.nextInt(x.length), rate);
                            }
                        }
                    }
                }
            }
        }

        private void attract(int from, int to, double rate) {
            double dx = x[from] - x[to];
            double dy = y[from] - y[to];
            double squared = dx * dx + dy * dy;
            if (squared == 0) {
                return;
            }
            double power = powers.of(squared);
            double pull = -2 * curve.a() * curve.b() * power / squared / (1 + curve.a() * power);
            double stepX = rate * clipped(pull * dx);
            double stepY = rate * clipped(pull * dy);
            x[from] += stepX;
            x[to] -= stepX;
            y[from] += stepY;
            y[to] -= stepY;
        }

        private void repel(int from, int other, double rate) {
            double dx = x[from] - x[other];
            double dy = y[from] - y[other];
            double squared = dx * dx + dy * dy;
            if (from == other || squared == 0) {
                return;
            }
            double push = 2 * curve.b() / ((0.001 + squared) * (1 + curve.a() * powers.of(squared)));
            x[from] += rate * clipped(push * dx);
            y[from] += rate * clipped(push * dy);
        }

        private static double clipped(double step) {
            return Math.max(-LARGEST_STEP, Math.min(LARGEST_STEP, step));
        }
    }
}
