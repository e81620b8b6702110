package io.discern.analysis.internal.stats;

import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * The distribution of the range of k independent standard normal variables (infinite degrees of freedom): {@code P(range <= q)
 * = k integral phi(z) (Phi(z) - Phi(z - q))^(k - 1) dz}.
 *
 * <p>Reference: Tukey 1953; Lund and Lund, Algorithm AS 190, Applied Statistics 32 (1983) 204-210.
 */
final class StudentizedRange {
    private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);
    private static final double END = 9;
    private static final double STEP = 1 / 32.0;

    private final int k;

    StudentizedRange(int k) {
        this.k = k;
    }

    /** P(range > q). */
    double survival(double q) {
        double sum = 0;
        // The integrand is smooth and vanishes at both ends, where the trapezoid rule converges faster than any power.
        for (double z = -END; z <= END; z += STEP) {
            double inside = NORMAL.cumulativeProbability(z) - NORMAL.cumulativeProbability(z - q);
            sum += NORMAL.density(z) * Math.pow(inside, k - 1);
        }
        return Math.min(1, Math.max(0, 1 - k * sum * STEP));
    }

    /** The q that is exceeded with the given probability, by bisection. */
    double upperQuantile(double probability) {
        double low = 0;
        double high = 40;
        while (high - low > 1e-12 * high) {
            double middle = (low + high) / 2;
            if (survival(middle) > probability) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return (low + high) / 2;
    }
}
