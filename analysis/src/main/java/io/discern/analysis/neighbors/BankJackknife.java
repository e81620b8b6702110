package io.discern.analysis.neighbors;

import io.discern.analysis.stats.Clusters;
import io.discern.analysis.stats.Interval;
import io.discern.analysis.stats.Jackknife;
import io.discern.analysis.stats.ShareIntervals;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Accuracies without one group, as query and as voter: {@code t_g = share of right votes among the rows outside g when no row
 * of g votes}. Only rows that have g among their k nearest can change their vote, so only these are counted again:
 * {@code O(n k (k + m))}, m the rows of the largest group.
 *
 * <p><b>Interval.</b> {@linkplain ShareIntervals Wilson's}, by the jackknife variance J of these accuracies less its share of
 * noise. What leaving out g changes in the rows of another group h, c_gh, is mostly chance: a vote flips or does not. J counts
 * {@code sum_gh c_gh^2 ((K - 1) / K)^2} for it, K groups in the stratum, which no part of the variance of an accuracy answers
 * to: rows of one group vary as their correctness does, which J counts too, and those of different groups vary together only as
 * far as changes c_gh and c_gi agree. What is left is taken to be at least the variance of the rows' correctness, which holds
 * the bank fixed. The class sizes of prior-corrected votes are kept.
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
     * balanced with the classes.
     *
     * @return empty if no stratum has two clusters
     */
    Optional<Interval> interval(Clusters clusters) {
        if (!clusters.resamplable()) {
            return Optional.empty();
        }
        List<Map<Integer, Double>> changes = changes(clusters);
        double[] leftOut = leftOut(clusters, changes);
        int[][] strata = clusters.byStratum();
        double seen = Jackknife.ofStrata(
                        0,
                        Arrays.stream(strata)
                                .map(members -> Arrays.stream(members)
                                        .mapToDouble(cluster -> leftOut[cluster])
                                        .toArray())
                                .toArray(double[][]::new))
                .standardError();
        double noise = 0;
        for (Map<Integer, Double> ofCluster : changes) {
            for (Map.Entry<Integer, Double> change : ofCluster.entrySet()) {
                double count = strata[clusters.stratum(change.getKey())].length;
                noise += Math.pow(change.getValue() * (count - 1) / count, 2);
            }
        }
        return ShareIntervals.strataMean(correct, clusters, seen * seen - noise);
    }

    /** The accuracy without each cluster; a stratum that loses its only one no longer counts for anything. */
    double[] leftOut(Clusters clusters) {
        return leftOut(clusters, changes(clusters));
    }

    private double[] leftOut(Clusters clusters, List<Map<Integer, Double>> changes) {
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
        double all = IntStream.range(0, strata.length)
                .mapToDouble(s -> right[s] / rows[s])
                .sum();
        for (int cluster = 0; cluster < left.length; cluster++) {
            int own = clusters.stratum(cluster);
            double others = rows[own] - clusters.size(cluster);
            left[cluster] = all - right[own] / rows[own] + (others == 0 ? 0 : (right[own] - rightOf[cluster]) / others);
        }
        changes.forEach(ofCluster -> ofCluster.forEach((without, change) -> left[without] += change * strata.length));
        return Arrays.stream(left).map(sum -> sum / strata.length).toArray();
    }

    /** For each cluster, by the other clusters that matter to it, what its rows add to the accuracy without that cluster. */
    private List<Map<Integer, Double>> changes(Clusters clusters) {
        double[] rows = new double[clusters.byStratum().length];
        for (int cluster = 0; cluster < clusters.count(); cluster++) {
            rows[clusters.stratum(cluster)] += clusters.size(cluster);
        }
        return IntStream.range(0, clusters.count())
                .mapToObj(own -> {
                    Map<Integer, Double> changes = new TreeMap<>();
                    for (int i = 0; i < clusters.size(own); i++) {
                        int row = clusters.row(own, i);
                        IntStream.range(0, k)
                                .map(rank -> clusters.of(neighbors.row(row, rank)))
                                .distinct()
                                .filter(without -> without != own)
                                .forEach(without -> {
                                    boolean sameStratum = clusters.stratum(without) == clusters.stratum(own);
                                    double left =
                                            rows[clusters.stratum(own)] - (sameStratum ? clusters.size(without) : 0);
                                    double change = right(row, without, clusters) - correct[row];
                                    if (change != 0) {
                                        changes.merge(without, change / left / rows.length, Double::sum);
                                    }
                                });
                    }
                    return changes;
                })
                .toList();
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
