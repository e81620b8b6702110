package io.discern.analysis.map;

import io.discern.analysis.LabeledEmbeddings;
import java.util.Arrays;

/**
 * t-SNE: points whose near-by probabilities {@code q_ij} (Student's distribution with one degree of freedom) come as close as
 * they can to those of the rows, {@code p_ij}, by Kullback-Leibler divergence; forces by {@link Repulsion}.
 *
 * <p>{@code p} comes from the {@code 3 perplexity} nearest rows by cosine, with {@code d^2 = 2 - 2 cos}, the squared distance
 * of the unit rows. Start, learning rate {@code max(n / 48, 50)}, early exaggeration 12 over 250 of 1,000 steps, momentum 0.5
 * then 0.8 and gains are scikit-learn's; the start is the plane of largest variance, so no random number is drawn and the seed
 * does not matter. Distances between far groups and their sizes mean little.
 *
 * <p>Points repel each other pair by pair where they are few and far apart, else by way of a grid and Fourier transforms, as in FIt-SNE:
 * O(n) for a step, with forces within 1e-2 of the exact ones (root mean square). All processors, the same bits whatever their number. A
 * thread that is interrupted ends between two tiles of the search for near rows or between two steps, with a
 * {@link java.util.concurrent.CancellationException}.
 *
 * <p>References: van der Maaten and Hinton, JMLR 9 (2008) 2579-2605; Linderman, Rachh, Hoskins, Steinerberger and Kluger, <i>Fast
 * interpolation-based t-SNE</i>, Nature Methods 16 (2019) 243-245; Kobak and Berens, Nature Communications 10 (2019) 5416 (start and
 * learning rate).
 *
 * @param perplexity about how many neighbours count, above 1
 */
public record Tsne(double perplexity) implements MapMethod {
    private static final double START_DEVIATION = 1e-4;

    /** Checks the perplexity. */
    public Tsne {
        if (!(perplexity > 1)) {
            throw new IllegalArgumentException("perplexity " + perplexity + "; expected more than 1, for example 30");
        }
    }

    /** With perplexity 30. */
    public static Tsne standard() {
        return new Tsne(30);
    }

    @Override
    public String name() {
        return "tsne";
    }

    @Override
    public int leastRows() {
        return neighbors() + 1;
    }

    private int neighbors() {
        return (int) Math.ceil(3 * perplexity);
    }

    @Override
    public double[][] place(LabeledEmbeddings data, long seed) {
        requireRows(data);
        Graph squared = Graph.ofCosineDistances(data, neighbors());
        for (double[] row : squared.weights()) {
            Arrays.setAll(row, j -> 2 * row[j]);
        }
        return descend(Affinities.of(squared, perplexity), start(data));
    }

    private static double[][] start(LabeledEmbeddings data) {
        double[][] points = PcaMap.scaled(data, 1);
        double mean = Arrays.stream(points).mapToDouble(p -> p[0]).average().orElseThrow();
        double variance = Arrays.stream(points)
                .mapToDouble(p -> (p[0] - mean) * (p[0] - mean))
                .average()
                .orElseThrow();
        for (double[] point : points) {
            point[0] *= variance == 0 ? 1 : START_DEVIATION / Math.sqrt(variance);
            point[1] *= variance == 0 ? 1 : START_DEVIATION / Math.sqrt(variance);
        }
        return points;
    }

    static double[][] descend(Graph p, double[][] start) {
        return new TsneDescent(p, start, new QuickRepulsion(start.length)).run();
    }
}
