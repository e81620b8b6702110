package io.discern.analysis.neighbors;

import io.discern.analysis.internal.neighbors.VoteCount;
import io.discern.analysis.internal.neighbors.Votes;
import io.discern.analysis.stats.Clusters;
import io.discern.analysis.stats.Jackknife;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Scores without one group, as query and as voter. Only rows that have the group among their k nearest can change their vote, so
 * only these are counted again: {@code O(n k (k + m))}, m the rows of the largest group. What a row adds to a score is its {@link
 * Influence}, which is exact for accuracies.
 *
 * <p><b>Variance.</b> The jackknife variance J of these scores less its share of noise. What leaving out g changes in the rows of
 * another group h, c_gh, is mostly chance: a vote flips or does not. J counts {@code sum_gh c_gh^2 ((K - 1) / K)^2} for it, K
 * groups in the stratum, which no part of the variance of a score answers to: rows of one group vary as their votes do, which J
 * counts too, and those of different groups vary together only as far as changes c_gh and c_gi agree. The class sizes of
 * prior-corrected votes are kept.
 */
final class BankJackknife {
    /** About 400 MB of neighbours. */
    private static final long MOST_NEIGHBORS = 1L << 25;

    private final NearestNeighbors neighbors;
    private final int k;
    private final VoteCount count;
    private final Votes votes;

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
        this.votes = votes;
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
     * The variance of a score, of rows and voters together; may be negative where there is nothing but noise.
     *
     * @param clusters resamplable
     */
    double variance(Influence influence, Clusters clusters) {
        List<Map<Integer, Double>> changes = changes(influence, clusters);
        double[] leftOut = leftOut(0, influence, clusters, changes);
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
                double groups = strata[clusters.stratum(change.getKey())].length;
                noise += Math.pow(change.getValue() * (groups - 1) / groups, 2);
            }
        }
        return seen * seen - noise;
    }

    /** The score without each cluster that is not the only one of its stratum. */
    double[] leftOut(double value, Influence influence, Clusters clusters) {
        return leftOut(value, influence, clusters, changes(influence, clusters));
    }

    private double[] leftOut(double value, Influence influence, Clusters clusters, List<Map<Integer, Double>> changes) {
        double[] rows = rowsOfStrata(clusters);
        double[] sums = clusters.sums(influence.ofAll(votes));
        double[] left = new double[clusters.count()];
        for (int cluster = 0; cluster < left.length; cluster++) {
            double all = rows[clusters.stratum(cluster)];
            left[cluster] = value - sums[cluster] * all / (all - clusters.size(cluster));
        }
        changes.forEach(ofCluster -> ofCluster.forEach((without, change) -> left[without] += change));
        return left;
    }

    private static double[] rowsOfStrata(Clusters clusters) {
        double[] rows = new double[clusters.byStratum().length];
        for (int cluster = 0; cluster < clusters.count(); cluster++) {
            rows[clusters.stratum(cluster)] += clusters.size(cluster);
        }
        return rows;
    }

    /** For each cluster, by the other clusters that matter to it, what its rows add to the score without that cluster. */
    private List<Map<Integer, Double>> changes(Influence influence, Clusters clusters) {
        double[] rows = rowsOfStrata(clusters);
        return IntStream.range(0, clusters.count())
                .mapToObj(own -> {
                    Map<Integer, Double> changes = new TreeMap<>();
                    double all = rows[clusters.stratum(own)];
                    for (int i = 0; i < clusters.size(own); i++) {
                        int row = clusters.row(own, i);
                        double now = influence.of(row, votes.outcome(row));
                        IntStream.range(0, k)
                                .map(rank -> clusters.of(neighbors.row(row, rank)))
                                .distinct()
                                .filter(without -> without != own)
                                .forEach(without -> {
                                    boolean sameStratum = clusters.stratum(without) == clusters.stratum(own);
                                    double left = all - (sameStratum ? clusters.size(without) : 0);
                                    double change = influence.of(row, without(row, without, clusters)) - now;
                                    if (change != 0) {
                                        changes.merge(without, change * all / left, Double::sum);
                                    }
                                });
                    }
                    return changes;
                })
                .toList();
    }

    /** What the k nearest outside a cluster, or the fewer that there are, vote. */
    private VoteCount.Outcome without(int query, int without, Clusters clusters) {
        int[] voters = IntStream.range(0, neighbors.found(query))
                .filter(rank -> clusters.of(neighbors.row(query, rank)) != without)
                .limit(k)
                .toArray();
        return count.of(query, voters);
    }
}
