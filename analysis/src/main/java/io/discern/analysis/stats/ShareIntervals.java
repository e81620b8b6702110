package io.discern.analysis.stats;

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
 */
public final class ShareIntervals {
    private ShareIntervals() {}

    /**
     * Intervals of the means of several values of the same rows.
     *
     * @param values {@code values[v][row]}, 0 or 1
     * @param groups the group of each row
     * @return one interval for each {@code v}; empty if all rows are of one group
     */
    public static Optional<List<Interval>> means(double[][] values, int[] groups) {
        return strataMeans(values, Clusters.of(new int[groups.length], groups));
    }

    /**
     * Intervals of the unweighted mean over strata of the means within strata, such as balanced accuracy.
     *
     * @param values {@code values[v][row]}, 0 or 1
     * @param clusters the clusters of the rows
     * @return one interval for each {@code v}; empty if no stratum has two clusters
     */
    public static Optional<List<Interval>> strataMeans(double[][] values, Clusters clusters) {
        if (!clusters.resamplable()) {
            return Optional.empty();
        }
        ClusterSums sums = new ClusterSums(values, clusters);
        return Optional.of(IntStream.range(0, values.length)
                .mapToObj(v -> interval(sums.jackknife(v), sums, 0))
                .toList());
    }

    /**
     * As {@link #strataMeans}, where the mean varies by more than its rows do.
     *
     * @param variance of the mean, where that is above the jackknife variance of the rows
     */
    public static Optional<Interval> strataMean(double[] values, Clusters clusters, double variance) {
        if (!clusters.resamplable()) {
            return Optional.empty();
        }
        ClusterSums sums = new ClusterSums(new double[][] {values}, clusters);
        return Optional.of(interval(sums.jackknife(0), sums, variance));
    }

    private static Interval interval(Jackknife jackknife, ClusterSums sums, double least) {
        double variance = Math.max(least, jackknife.standardError() * jackknife.standardError());
        return of(jackknife, variance, sums.rowsWorth(), sums.clustersWorth());
    }

    /**
     * The interval of a share, or of what varies like one.
     *
     * @param jackknife of the share
     * @param variance of the share, at least that of the jackknife
     * @param rows how many independent rows it is worth at most
     * @param clusters how many it is worth where the variance says nothing
     */
    static Interval of(Jackknife jackknife, double variance, double rows, double clusters) {
        double share = Math.min(1, Math.max(0, jackknife.value()));
        double ofOneRow = share * (1 - share);
        double worth = variance == 0 || ofOneRow == 0 ? clusters : Math.min(rows, ofOneRow / variance);
        return Interval.wilson(share, worth, jackknife.t());
    }
}
