package io.discern.analysis.neighbors;

import io.discern.analysis.stats.Clusters;
import io.discern.analysis.stats.Interval;
import io.discern.analysis.stats.Jackknife;
import io.discern.analysis.stats.ShareIntervals;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Accuracies without one group, as query and as voter: {@code t_g = share of right votes among the rows outside g when no row
 * of g votes}. Only rows that have g among their k nearest can change their vote, so only these are counted again:
 * {@code O(n k (k + m))}, m the rows of the largest group.
 *
 * <p>The interval takes the geometric mean of the {@linkplain Jackknife jackknife} variance of these and of that of the rows'
 * correctness: {@link Jackknife#between}. The class sizes of prior-corrected votes are kept.
 */
final class BankJackknife {
    /** About 400 MB of neighbours. */
    private static final long MOST_NEIGHBORS = 1L << 25;

    private final NearestNeighbors neighbors;
    private final int k;
    private final int[] labels;
    private final double[] correct;
    private final VoteCount count;

    /**
     * Of a data set that searches itself.
     *
     * @param neighbors as many as {@link #depth} says
     * @param votes of the first k of them
     * @param labels the class of each row
     */
    BankJackknife(NearestNeighbors neighbors, int k, Voting voting, Votes votes, int[] labels) {
        this.neighbors = neighbors;
        this.k = k;
        this.labels = labels;
        this.correct = votes.correct();
        this.count = new VoteCount(neighbors, voting, labels, votes.classes());
    }

    /** How many neighbours leave k without any one group. */
    static int depth(int k, int[] groups) {
        return Math.min(groups.length, k + largest(groups));
    }

    /** Why so many neighbours are not to be had; empty where they are. */
    static String tooDeep(int k, int[] groups) {
        return (long) groups.length * depth(k, groups) <= MOST_NEIGHBORS
                ? ""
                : "the interval holds the voters fixed: the largest group, " + largest(groups)
                        + " rows, is too large to leave out";
    }

    private static int largest(int[] groups) {
        return groups.length - NearestNeighbors.fewestCandidates(groups, groups);
    }

    /**
     * Interval of the mean over strata of the shares of right votes, in [0, 1]: of the micro accuracy with one stratum, of the
     * balanced with the classes. That of {@link ShareIntervals} where nothing varies.
     *
     * @return empty if no stratum has two clusters
     */
    Optional<Interval> interval(Clusters clusters) {
        if (!clusters.resamplable()) {
            return Optional.empty();
        }
        Jackknife fixedBank = Jackknife.ofStrataMean(correct, clusters);
        double[] leftOut = leftOut(clusters);
        Jackknife between = Jackknife.ofStrata(fixedBank.value(), Arrays.stream(clusters.byStratum())
                        .map(members -> Arrays.stream(members).mapToDouble(cluster -> leftOut[cluster]).toArray())
                        .toArray(double[][]::new))
                .between(fixedBank);
        if (between.standardError() == 0) {
            return ShareIntervals.strataMeans(new double[][] {correct}, clusters).map(all -> all.get(0));
        }
        Interval interval = between.interval();
        return Optional.of(new Interval(Math.max(0, interval.low()), Math.min(1, interval.high())));
    }

    /** The accuracy without each cluster; a stratum that loses its only one no longer counts for anything. */
    double[] leftOut(Clusters clusters) {
        int[][] strata = clusters.byStratum();
        double[] right = new double[strata.length];
        double[] rows = new double[strata.length];
        double[] rightOf = new double[clusters.count()];
        for (int row = 0; row < correct.length; row++) {
            int cluster = clusters.of(row);
            right[clusters.stratum(cluster)] += correct[row];
            rows[clusters.stratum(cluster)]++;
            rightOf[cluster] += correct[row];
        }
        double[] left = new double[clusters.count()];
        double all = IntStream.range(0, strata.length).mapToDouble(s -> right[s] / rows[s]).sum();
        for (int cluster = 0; cluster < left.length; cluster++) {
            int own = clusters.stratum(cluster);
            double others = rows[own] - clusters.size(cluster);
            left[cluster] = all - right[own] / rows[own] + (others == 0 ? 0 : (right[own] - rightOf[cluster]) / others);
        }
        for (int row = 0; row < correct.length; row++) {
            int query = row;
            int own = clusters.of(row);
            int stratum = clusters.stratum(own);
            int[] near = IntStream.range(0, k).map(rank -> clusters.of(neighbors.row(query, rank))).distinct().toArray();
            for (int without : near) {
                if (without != own) {
                    double change = right(row, without, clusters) - correct[row];
                    boolean sameStratum = clusters.stratum(without) == stratum;
                    left[without] += change / (rows[stratum] - (sameStratum ? clusters.size(without) : 0));
                }
            }
        }
        return Arrays.stream(left).map(sum -> sum / strata.length).toArray();
    }

    /** 1 if the k nearest outside a cluster, or the fewer that there are, vote a row right. */
    private double right(int query, int without, Clusters clusters) {
        int[] voters = IntStream.range(0, neighbors.found(query))
                .filter(rank -> clusters.of(neighbors.row(query, rank)) != without)
                .limit(k)
                .toArray();
        return count.of(query, voters).winner() == labels[query] ? 1 : 0;
    }
}
