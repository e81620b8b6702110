package io.discern.analysis.map;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * UMAP's input: {@code w_ij = exp(-max(0, d_ij - rho_i) / sigma_i)} with rho_i the distance to the nearest row that is not at
 * distance 0 and sigma_i such that {@code sum_j w_ij = log2(k)}; both directions together weigh {@code w_ij + w_ji - w_ij
 * w_ji}.
 *
 * <p>As in umap-learn k counts the row itself, so it has k - 1 neighbours, and sigma is at least a thousandth of the mean
 * distance.
 *
 * <p>Reference: McInnes, Healy and Melville, <i>UMAP</i> (2018), arXiv:1802.03426, sec. 3.1 and algorithm 3.
 */
final class FuzzyGraph {
    private static final int BISECTIONS = 64;
    private static final double TOLERANCE = 1e-10;
    private static final double LEAST_SIGMA = 1e-3;

    private FuzzyGraph() {}

    /** The undirected graph, from distances to the k - 1 nearest other rows. */
    static Graph of(Graph distances, int k) {
        int n = distances.neighbors().length;
        double[][] weights = new double[n][];
        double mean = Arrays.stream(distances.weights())
                        .mapToDouble(row -> Arrays.stream(row).sum())
                        .sum()
                / n
                / k;
        IntStream.range(0, n)
                .parallel()
                .forEach(row -> weights[row] = memberships(distances.weights()[row], k, mean));
        return new Graph(distances.neighbors(), weights).symmetric((out, in) -> out + in - out * in);
    }

    private static double[] memberships(double[] distances, int k, double meanOfAll) {
        double rho = Arrays.stream(distances).filter(d -> d > 0).min().orElse(0);
        double least = LEAST_SIGMA * (rho > 0 ? Arrays.stream(distances).sum() / k : meanOfAll);
        double sigma = Math.max(least, sigma(distances, rho, Math.log(k) / Math.log(2)));
        return Arrays.stream(distances)
                .map(d -> d <= rho ? 1 : Math.exp(-(d - rho) / sigma))
                .toArray();
    }

    private static double sigma(double[] distances, double rho, double target) {
        double low = 0;
        double high = Double.POSITIVE_INFINITY;
        double sigma = 1;
        for (int step = 0; step < BISECTIONS; step++) {
            double sum = 0;
            for (double distance : distances) {
                sum += distance <= rho ? 1 : Math.exp(-(distance - rho) / sigma);
            }
            if (Math.abs(sum - target) < TOLERANCE) {
                break;
            }
            if (sum > target) {
                high = sigma;
                sigma = (low + high) / 2;
            } else {
                low = sigma;
                sigma = high == Double.POSITIVE_INFINITY ? 2 * sigma : (low + high) / 2;
            }
        }
        return sigma;
    }
}
