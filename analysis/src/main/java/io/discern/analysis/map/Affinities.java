package io.discern.analysis.map;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * t-SNE's input: {@code p_j|i = exp(-b_i d_ij^2) / sum_k exp(-b_i d_ik^2)} over the neighbours of i, with b_i such that the
 * entropy of {@code p_.|i} is the logarithm of the perplexity, and {@code p_ij = (p_j|i + p_i|j) / 2n}.
 *
 * <p>Reference: van der Maaten and Hinton, <i>Visualizing data using t-SNE</i>, JMLR 9 (2008) 2579-2605, eq. 1 and sec. 3.1.
 */
final class Affinities {
    private static final int BISECTIONS = 200;
    private static final double TOLERANCE = 1e-10;

    private Affinities() {}

    /** The joint probabilities, which sum to 1, from squared distances to neighbours. */
    static Graph of(Graph squaredDistances, double perplexity) {
        double[][] conditional = new double[squaredDistances.neighbors().length][];
        IntStream.range(0, conditional.length)
                .parallel()
                .forEach(row -> conditional[row] = conditional(squaredDistances.weights()[row], Math.log(perplexity)));
        double twice = 2.0 * conditional.length;
        return new Graph(squaredDistances.neighbors(), conditional).symmetric((out, in) -> (out + in) / twice);
    }

    private static double[] conditional(double[] distances, double entropy) {
        double nearest = Arrays.stream(distances).min().orElseThrow();
        double[] p = new double[distances.length];
        double low = 0;
        double high = Double.POSITIVE_INFINITY;
        double precision = 1;
        for (int step = 0; step < BISECTIONS; step++) {
            double excess = spread(distances, nearest, precision, p) - entropy;
            if (Math.abs(excess) < TOLERANCE) {
                break;
            }
            if (excess > 0) {
                low = precision;
                precision = high == Double.POSITIVE_INFINITY ? 2 * precision : (low + high) / 2;
            } else {
                high = precision;
                precision = (low + high) / 2;
            }
        }
        return p;
    }

    /** Fills in the probabilities, gives their entropy. Subtracting the least distance changes neither, avoids underflow. */
    private static double spread(double[] distances, double nearest, double precision, double[] p) {
        double sum = 0;
        double weighted = 0;
        for (int j = 0; j < p.length; j++) {
            double distance = distances[j] - nearest;
            p[j] = Math.exp(-precision * distance);
            sum += p[j];
            weighted += distance * p[j];
        }
        for (int j = 0; j < p.length; j++) {
            p[j] /= sum;
        }
        return Math.log(sum) + precision * weighted / sum;
    }
}
