package io.discern.analysis.stats;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * What leaving out one cluster at a time says about a statistic: the uncertainty of statistics that a bootstrap would spoil,
 * because a row drawn twice is its own neighbour (leave-one-out k-NN, silhouette), and the acceleration of the
 * {@linkplain Interval#bca BCa interval}.
 *
 * <p>With {@code t_i} the statistic without cluster i of K, {@code m} their mean and {@code d_i = m - t_i}:
 * {@code estimate = K t - (K - 1) m}; {@code standardError^2 = (K - 1)/K sum d_i^2}; {@code acceleration = sum d_i^3 / (6 (sum
 * d_i^2)^1.5)}. Where clusters lie in strata (classes) of K_s, the squared standard errors of the strata add up, the degrees of
 * freedom are those of Welch and Satterthwaite, and the acceleration is that of several samples (Davison and Hinkley, eq.
 * 5.24).
 *
 * <p>References: Efron and Stein, <i>The jackknife estimate of variance</i>, Annals of Statistics 9 (1981) 586-596; Davison and
 * Hinkley, <i>Bootstrap Methods and their Application</i> (1997), ch. 5; Satterthwaite, Biometrics Bulletin 2 (1946) 110-114.
 *
 * @param value the statistic of all data
 * @param estimate the value less its jackknife bias
 * @param standardError the standard error
 * @param degreesOfFreedom of the standard error; K - 1 without strata
 * @param acceleration a third of the skewness's share in the error, 0 if nothing varies
 * @param widening by how much the standard error exceeds a bootstrap's, which is too small by about {@code sqrt((K - 1)/K)}; 1 if
 *     nothing varies
 */
public record Jackknife(
        double value,
        double estimate,
        double standardError,
        double degreesOfFreedom,
        double acceleration,
        double widening) {

    /**
     * Of the statistic's values without each cluster. Where one of them is NaN, because that cluster takes the statistic away, all but the
     * value is.
     *
     * @param value the statistic of all data
     * @param leftOut for each of at least two clusters the statistic without it
     */
    public static Jackknife of(double value, double[] leftOut) {
        return ofStrata(value, new double[][] {leftOut});
    }

    /**
     * Of a function, called for all clusters in parallel.
     *
     * @param value the statistic of all data
     * @param clusters how many, at least two
     * @param without the statistic without the given cluster, from 0; safe for concurrent use
     */
    public static Jackknife of(double value, int clusters, IntToDoubleFunction without) {
        return of(
                value,
                IntStream.range(0, clusters).parallel().mapToDouble(without).toArray());
    }

    /**
     * Of clusters in strata. A stratum with fewer than two clusters cannot lose one: it counts as known.
     *
     * @param value the statistic of all data
     * @param leftOut for each stratum, for each of its clusters, the statistic of all data without it
     * @throws IllegalArgumentException if no stratum has two clusters
     */
    public static Jackknife ofStrata(double value, double[][] leftOut) {
        double[][] usable =
                Arrays.stream(leftOut).filter(stratum -> stratum.length > 1).toArray(double[][]::new);
        if (usable.length == 0) {
            throw new IllegalArgumentException("no stratum with two clusters; expected at least one, to leave one out");
        }
        double[] variances = new double[usable.length];
        double estimate = value;
        double cubes = 0;
        double narrowVariance = 0;
        for (int s = 0; s < usable.length; s++) {
            double mean = Arrays.stream(usable[s]).average().orElseThrow();
            double shrink = (usable[s].length - 1.0) / usable[s].length;
            variances[s] = shrink
                    * Arrays.stream(usable[s]).map(v -> (mean - v) * (mean - v)).sum();
            narrowVariance += shrink * variances[s];
            cubes += Math.pow(shrink, 3)
                    * Arrays.stream(usable[s]).map(v -> Math.pow(mean - v, 3)).sum();
            estimate += (usable[s].length - 1) * (value - mean);
        }
        double variance = Arrays.stream(variances).sum();
        int[] clusters =
                Arrays.stream(usable).mapToInt(stratum -> stratum.length).toArray();
        return new Jackknife(
                value,
                estimate,
                Math.sqrt(variance),
                freedom(variances, clusters),
                variance == 0 ? 0 : cubes / (6 * Math.pow(narrowVariance, 1.5)),
                widening(variances, clusters));
    }

    /**
     * Of the unweighted mean over strata of the means within strata.
     *
     * @param values one for each row
     * @param clusters the clusters of the rows
     * @throws IllegalArgumentException if no stratum has two clusters
     */
    public static Jackknife ofStrataMean(double[] values, Clusters clusters) {
        return new ClusterSums(new double[][] {values}, clusters).jackknife(0);
    }

    /** {@code sqrt(sum v / sum v (K - 1)/K)}. */
    private static double widening(double[] variances, int[] clusters) {
        double variance = 0;
        double narrowVariance = 0;
        for (int s = 0; s < clusters.length; s++) {
            variance += variances[s];
            narrowVariance += variances[s] * (clusters[s] - 1) / clusters[s];
        }
        return variance == 0 ? 1 : Math.sqrt(variance / narrowVariance);
    }

    /** Welch and Satterthwaite's; the number of clusters less that of the strata if nothing varies. */
    private static double freedom(double[] variances, int[] clusters) {
        double variance = 0;
        double squares = 0;
        double all = 0;
        for (int s = 0; s < clusters.length; s++) {
            variance += variances[s];
            squares += variances[s] * variances[s] / (clusters[s] - 1);
            all += clusters[s] - 1;
        }
        return variance == 0 ? all : variance * variance / squares;
    }

    /** The 0.975 quantile of Student's distribution at these degrees of freedom. */
    public double t() {
        return Double.isNaN(degreesOfFreedom)
                ? Double.NaN
                : TDistribution.of(degreesOfFreedom).inverseCumulativeProbability(0.975);
    }

    /**
     * How many of its own standard errors a bootstrap interval must reach: few clusters ask for t in the place of the normal quantile, and
     * for the widening. The normal quantile if nothing varies.
     */
    public double reach() {
        return standardError == 0 ? Interval.NORMAL_REACH : widening * t();
    }

    /** {@code value -+ t standardError}. */
    public Interval interval() {
        double margin = t() * standardError;
        return new Interval(value - margin, value + margin);
    }

    /** {@code estimate -+ t standardError}: around the value less its bias. The value itself may lie outside. */
    public Interval correctedInterval() {
        double margin = t() * standardError;
        return new Interval(estimate - margin, estimate + margin);
    }

    /**
     * Fieller's interval of a ratio of two statistics, cut at 0: the r at which {@code a - r b}, less its bias, is less than
     * t of its standard errors from 0.
     *
     * <p>Reference: Fieller, <i>Some problems in interval estimation</i>, JRSS B 16 (1954) 175-185.
     *
     * @param sum of both, whose variance tells how they go together
     * @return empty if b cannot be told from 0, so that no r would be too large
     */
    public static Optional<Interval> ratio(Jackknife a, Jackknife b, Jackknife sum) {
        double t = sum.t();
        double covariance = (squared(sum.standardError) - squared(a.standardError) - squared(b.standardError)) / 2;
        double leading = squared(b.estimate) - squared(t * b.standardError);
        double middle = a.estimate * b.estimate - t * t * covariance;
        double last = squared(a.estimate) - squared(t * a.standardError);
        if (leading <= 0 || b.estimate <= 0) {
            return Optional.empty();
        }
        double root = Math.sqrt(Math.max(0, middle * middle - leading * last));
        return Optional.of(new Interval((middle - root) / leading, (middle + root) / leading).nonNegative());
    }

    private static double squared(double value) {
        return value * value;
    }
}
