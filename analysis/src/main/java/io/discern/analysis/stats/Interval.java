package io.discern.analysis.stats;

import java.util.Arrays;
import java.util.Optional;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * A 95 % interval.
 *
 * <p>The bootstrap intervals read quantiles of replicates, interpolated linearly between order statistics (Hyndman and Fan
 * 1996, type 7; NumPy's default). Where a <i>reach</i> is given, the quantiles read are those at {@code Phi(-reach)} and
 * {@code Phi(reach)} instead of 0.025 and 0.975: {@link Jackknife#reach()} says how far few clusters must reach.
 *
 * @param low the lower end
 * @param high the upper end, not below the lower
 */
public record Interval(double low, double high) {
    private static final double ROUNDING = 1e-12;
    private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);
    /** The reach that reads the 0.025 and 0.975 quantiles. */
    public static final double NORMAL_REACH = NORMAL.inverseCumulativeProbability(0.975);

    /** Checks the ends. */
    public Interval {
        if (!(low <= high)) {
            throw new IllegalArgumentException("interval from " + low + " to " + high + "; expected low <= high");
        }
    }

    /**
     * The percentile interval: the 0.025 and 0.975 quantiles of the replicates.
     *
     * @param replicates at least one finite value; not modified
     */
    public static Interval percentile(double[] replicates) {
        double[] sorted = sorted(replicates);
        return new Interval(quantile(sorted, 0.025), quantile(sorted, 0.975));
    }

    /**
     * The expanded percentile interval: the quantiles at {@code Phi(-reach)} and {@code Phi(reach)}.
     *
     * <p>Reference: Hesterberg, <i>What teachers should know about the bootstrap</i>, The American Statistician 69 (2015)
     * 371-386, sec. 5.2.
     *
     * @param replicates at least one finite value; not modified
     */
    public static Interval percentile(double[] replicates, double reach) {
        double[] sorted = sorted(replicates);
        return new Interval(
                quantile(sorted, NORMAL.cumulativeProbability(-reach)),
                quantile(sorted, NORMAL.cumulativeProbability(reach)));
    }

    /**
     * The bias-corrected and accelerated interval: the quantiles at {@code Phi(z0 + (z0 + z) / (1 - a (z0 + z)))} for
     * {@code z = -reach} and {@code z = reach}. {@code z0 = Phi^-1(share of replicates below the value)}, a replicate that
     * equals it counting half, as in SciPy.
     *
     * <p>Reference: Efron, <i>Better bootstrap confidence intervals</i>, JASA 82 (1987) 171-185.
     *
     * @param replicates at least one finite value; not modified
     * @param value the statistic of the data themselves
     * @param acceleration a, see {@link Jackknife#acceleration()}
     * @param reach see the class
     * @return the interval; empty if all replicates lie on one side of the value, so that z0 does not exist
     */
    public static Optional<Interval> bca(double[] replicates, double value, double acceleration, double reach) {
        double[] sorted = sorted(replicates);
        double below = 0;
        for (double replicate : sorted) {
            below += replicate < value ? 1 : replicate == value ? 0.5 : 0;
        }
        if (below == 0 || below == sorted.length) {
            return Optional.empty();
        }
        double z0 = NORMAL.inverseCumulativeProbability(below / sorted.length);
        return Optional.of(new Interval(
                quantile(sorted, adjusted(z0, z0 - reach, acceleration)),
                quantile(sorted, adjusted(z0, z0 + reach, acceleration))));
    }

    private static double adjusted(double z0, double z, double acceleration) {
        double divisor = 1 - acceleration * z;
        // Beyond the pole the quantile has run off to the end that z points to.
        return divisor <= 0 ? (z > 0 ? 1 : 0) : NORMAL.cumulativeProbability(z0 + z / divisor);
    }

    /**
     * Wilson's interval of a share: {@code (p + z^2 / 2n -+ z sqrt(p (1 - p) / n + z^2 / 4n^2)) / (1 + z^2 / n)}. Has a width
     * at 0 and 1 too and stays within them.
     *
     * <p>Reference: Wilson, <i>Probable inference</i>, JASA 22 (1927) 209-212.
     *
     * @param share p, in [0, 1]
     * @param rows n, how many independent rows it is worth; above 0
     * @param z the quantile, for example {@link #NORMAL_REACH}
     */
    public static Interval wilson(double share, double rows, double z) {
        double center = share + z * z / (2 * rows);
        double margin = z * Math.sqrt(share * (1 - share) / rows + z * z / (4 * rows * rows));
        double scale = 1 + z * z / rows;
        // It holds the share, also where rounding says otherwise.
        return new Interval(
                Math.max(0, Math.min(share, (center - margin) / scale)),
                Math.min(1, Math.max(share, (center + margin) / scale)));
    }

    /**
     * The interval of a value whose variance grows with it: the ends e have {@code (e - value)^2 = t^2 (variance + slope (e -
     * value))}. The value lies inside, nearer to the lower end.
     *
     * @param variance at the value
     * @param slope by how much the variance grows, at least 0
     * @param t the quantile
     */
    public static Interval growing(double value, double variance, double slope, double t) {
        double shift = t * t * slope / 2;
        double margin = Math.sqrt(t * t * variance + shift * shift);
        return new Interval(value + shift - margin, value + shift + margin);
    }

    /** This interval cut at 0, for what cannot be negative. */
    public Interval nonNegative() {
        return new Interval(Math.max(low, 0), Math.max(high, 0));
    }

    /** This interval cut to a range. */
    public Interval cut(double least, double most) {
        return new Interval(Math.min(most, Math.max(least, low)), Math.min(most, Math.max(least, high)));
    }

    /** Whether a value lies between the ends or is one of them. */
    public boolean holds(double value) {
        return low <= value && value <= high;
    }

    /** This interval, stretched to hold a value. */
    public Interval holding(double value) {
        return new Interval(Math.min(low, value), Math.max(high, value));
    }

    /** Whether the ends are apart by more than rounding. */
    public boolean wide() {
        return high - low > ROUNDING * Math.max(1, Math.max(Math.abs(low), Math.abs(high)));
    }

    private static double[] sorted(double[] replicates) {
        double[] sorted = replicates.clone();
        Arrays.sort(sorted);
        return sorted;
    }

    private static double quantile(double[] sorted, double probability) {
        double position = probability * (sorted.length - 1);
        int below = (int) position;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }
}
