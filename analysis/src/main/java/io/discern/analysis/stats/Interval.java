package io.discern.analysis.stats;

import java.util.Arrays;

/**
 * A 95 % interval.
 *
 * @param low the lower end
 * @param high the upper end, not below the lower
 */
public record Interval(double low, double high) {

    /** Checks the ends. */
    public Interval {
        if (!(low <= high)) {
            throw new IllegalArgumentException("interval from " + low + " to " + high + "; expected low <= high");
        }
    }

    /**
     * The percentile interval: the 0.025 and 0.975 quantiles of the replicates, interpolated linearly between order
     * statistics (Hyndman and Fan 1996, type 7; NumPy's default).
     *
     * @param replicates at least one finite value; not modified
     */
    public static Interval percentile(double[] replicates) {
        double[] sorted = replicates.clone();
        Arrays.sort(sorted);
        return new Interval(quantile(sorted, 0.025), quantile(sorted, 0.975));
    }

    /**
     * The percentile interval of {@code replicates - (median(replicates) - value)}: for a statistic that resampling inflates,
     * the shift between replicates and value is taken out. The value lies inside.
     *
     * @param replicates at least one finite value; not modified
     * @param value the statistic of the data themselves
     */
    public static Interval shiftedPercentile(double[] replicates, double value) {
        double[] sorted = replicates.clone();
        Arrays.sort(sorted);
        double shift = quantile(sorted, 0.5) - value;
        return new Interval(quantile(sorted, 0.025) - shift, quantile(sorted, 0.975) - shift);
    }

    /** This interval cut at 0, for what cannot be negative. */
    public Interval nonNegative() {
        return new Interval(Math.max(low, 0), Math.max(high, 0));
    }

    private static double quantile(double[] sorted, double probability) {
        double position = probability * (sorted.length - 1);
        int below = (int) position;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }
}
