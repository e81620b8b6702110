package io.discern.analysis.stats;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Intervals of shares of 1 among values of 0 and 1 in clusters, such as accuracies: {@linkplain Interval#wilson Wilson's}, with
 * as many rows as the clustered values are worth, {@code n* = p (1 - p) / v}, v the {@linkplain Jackknife jackknife} variance,
 * and Student's quantile. n* is at most the number of rows; where all values are equal, so that v says nothing, every cluster
 * counts as one row. Of use where errors are few: a bootstrap cannot see errors that did not happen.
 *
 * <p>References: Korn and Graubard, Survey Methodology 24 (1998) 193-201 (effective rows); Dean and Pagano, <i>Evaluating
 * confidence interval methods for binomial proportions in clustered surveys</i>, Journal of Survey Statistics and Methodology 3
 * (2015) 484-503.
 *
 * <p>A {@linkplain #combination combination} of shares of the same rows, such as the difference of two, goes by the ends of
 * each ("square-and-add", or MOVER): with {@code d_v} the distance from share v to its end on that side,
 * {@code sum w_v p_v -+ sqrt(sum_vu w_v w_u r_vu d_v d_u)}, {@code r_vu} the jackknife correlation of the two shares, 0 where
 * one of them does not vary; {@linkplain #ofMean means} of the shares of several strata likewise. Newcombe, <i>Improved confidence intervals for the difference between binomial proportions based
 * on paired data</i>, Statistics in Medicine 17 (1998) 2635-2650, method 10; Zou and Donner, Statistics in Medicine 27 (2008)
 * 1693-1702.
 */
public final class ShareIntervals {
    private ShareIntervals() {}

    /**
     * Intervals of the means of several values of the same rows.
     *
     * @param values {@code values[v][row]}, 0 or 1
     * @param groups the group of each row
     * @return one interval for each {@code v}; empty if the rows are of {@linkplain Clusters#few() too few} groups
     */
    public static Optional<List<Interval>> means(double[][] values, int[] groups) {
        return strataMeans(values, Clusters.of(new int[groups.length], groups));
    }

    /**
     * Intervals of the unweighted mean over strata of the means within strata, such as balanced accuracy.
     *
     * @param values {@code values[v][row]}, 0 or 1
     * @param clusters the clusters of the rows
     * @return one interval for each {@code v}; empty if a stratum has {@linkplain Clusters#few() too few} clusters
     */
    public static Optional<List<Interval>> strataMeans(double[][] values, Clusters clusters) {
        if (!clusters.few().isEmpty()) {
            return Optional.empty();
        }
        ClusterSums sums = new ClusterSums(values, clusters);
        return Optional.of(IntStream.range(0, values.length)
                .mapToObj(v -> interval(sums, v, 0))
                .toList());
    }

    /**
     * As {@link #strataMeans}, where the mean varies by more than its rows do.
     *
     * @param variance of the mean, where that is above the jackknife variance of the rows
     */
    public static Optional<Interval> strataMean(double[] values, Clusters clusters, double variance) {
        if (!clusters.few().isEmpty()) {
            return Optional.empty();
        }
        ClusterSums sums = new ClusterSums(new double[][] {values}, clusters);
        return Optional.of(interval(sums, 0, variance));
    }

    /**
     * The interval of a weighted sum of {@link #strataMeans}, such as the first minus the second.
     *
     * @param weights w_v, of any sign
     * @param values {@code values[v][row]}, 0 or 1
     * @param clusters the clusters of the rows
     * @return empty if a stratum has {@linkplain Clusters#few() too few} clusters
     */
    public static Optional<Interval> combination(double[] weights, double[][] values, Clusters clusters) {
        return strataMeans(values, clusters).map(intervals -> {
            Jackknife[] shares = Arrays.stream(values)
                    .map(share -> Jackknife.ofStrataMean(share, clusters))
                    .toArray(Jackknife[]::new);
            double value = 0;
            double below = 0;
            double above = 0;
            for (int v = 0; v < weights.length; v++) {
                value += weights[v] * shares[v].value();
                for (int u = 0; u < weights.length; u++) {
                    double correlation =
                            u == v ? 1 : correlation(shares[v], shares[u], minus(values[v], values[u]), clusters);
                    double[] ofV = distances(weights[v], shares[v], intervals.get(v));
                    double[] ofU = distances(weights[u], shares[u], intervals.get(u));
                    below += correlation * ofV[0] * ofU[0];
                    above += correlation * ofV[1] * ofU[1];
                }
            }
            return new Interval(value - Math.sqrt(Math.max(0, below)), value + Math.sqrt(Math.max(0, above)));
        });
    }

    /** What a share, weighted, can add below and above, by its interval; signed like the weight. */
    private static double[] distances(double weight, Jackknife share, Interval interval) {
        double below = weight * (share.value() - interval.low());
        double above = weight * (interval.high() - share.value());
        return weight < 0 ? new double[] {above, below} : new double[] {below, above};
    }

    private static double correlation(Jackknife a, Jackknife b, double[] differences, Clusters clusters) {
        double product = a.standardError() * b.standardError();
        if (product == 0) {
            return 0;
        }
        double ofDifference = Jackknife.ofStrataMean(differences, clusters).standardError();
        return (squared(a.standardError()) + squared(b.standardError()) - squared(ofDifference)) / (2 * product);
    }

    private static double squared(double value) {
        return value * value;
    }

    private static double[] minus(double[] a, double[] b) {
        return IntStream.range(0, a.length).mapToDouble(i -> a[i] - b[i]).toArray();
    }

    private static Interval interval(ClusterSums sums, int v, double least) {
        Jackknife[] shares = sums.ofStrata(v);
        double[] rows = sums.rowsOfStrata();
        double[] variances = new double[shares.length];
        for (int stratum = 0; stratum < variances.length; stratum++) {
            double share = shares[stratum].value();
            double variance = squared(shares[stratum].standardError());
            // Where nothing varies the share is worth its clusters, not all its rows.
            variances[stratum] = variance == 0 ? 0 : Math.max(variance, share * (1 - share) / rows[stratum]);
        }
        return ofMean(shares, variances, sums.clustersOfStrata(), least);
    }

    /**
     * The interval of the unweighted mean of several shares, by the ends of each: a share near 0 or 1, or of few clusters, errs to one side, and
     * what varies little in this sample may vary more in others.
     *
     * @param shares at least one
     * @param variances of each share, at least that of its jackknife
     * @param clusters how many independent rows each share is worth where its variance says nothing
     * @param variance of the mean; where it is above what the variances of independent shares make it, all of them are raised in proportion
     */
    public static Interval ofMean(Jackknife[] shares, double[] variances, double[] clusters, double variance) {
        double count = shares.length;
        double independent = Arrays.stream(variances).sum() / count / count;
        double factor = independent == 0 ? 0 : Math.max(1, variance / independent);
        double mean = 0;
        double below = 0;
        double above = 0;
        for (int i = 0; i < shares.length; i++) {
            Interval interval = of(shares[i], independent == 0 ? variance * count : factor * variances[i], clusters[i]);
            double share = Math.min(1, Math.max(0, shares[i].value()));
            mean += share / count;
            below += squared((share - interval.low()) / count);
            above += squared((interval.high() - share) / count);
        }
        return new Interval(mean - Math.sqrt(below), mean + Math.sqrt(above));
    }

    /**
     * The interval of a share, or of what varies like one.
     *
     * @param jackknife of the share
     * @param variance of the share, at least that of the jackknife
     * @param clusters how many independent rows it is worth where the variance says nothing
     */
    public static Interval of(Jackknife jackknife, double variance, double clusters) {
        double share = Math.min(1, Math.max(0, jackknife.value()));
        double ofOneRow = share * (1 - share);
        double worth = variance == 0 || ofOneRow == 0 ? clusters : ofOneRow / variance;
        return Interval.wilson(share, worth, jackknife.t());
    }
}
