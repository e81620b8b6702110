package io.discern.analysis.neighbors;

import io.discern.analysis.internal.neighbors.VoteCount;
import io.discern.analysis.internal.neighbors.Votes;
import io.discern.analysis.internal.stats.TrainedJackknife;
import io.discern.analysis.stats.Clusters;
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
 * <p><b>Variance.</b> {@link TrainedJackknife}. The class sizes of prior-corrected votes are kept.
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
                : "holds the voters fixed: the largest group, " + largest(groups) + " rows, is too large to leave out";
    }

    private static int largest(int[] groups) {
        return groups.length - NearestNeighbors.fewestCandidates(groups, groups);
    }

    /** One score with each cluster left out. */
    TrainedJackknife of(Influence influence, Clusters clusters) {
        return of(List.of(influence), clusters).get(0);
    }

    /**
     * Scores with each cluster left out; votes are counted anew once for all of them.
     *
     * @param clusters resamplable
     */
    List<TrainedJackknife> of(List<Influence> influences, Clusters clusters) {
        List<TrainedJackknife> jackknives = influences.stream()
                .map(influence -> new TrainedJackknife(influence.ofAll(votes), clusters))
                .toList();
        for (int own = 0; own < clusters.count(); own++) {
            Map<Integer, double[]> changes = new TreeMap<>();
            for (int i = 0; i < clusters.size(own); i++) {
                add(clusters.row(own, i), own, influences, clusters, changes);
            }
            for (Map.Entry<Integer, double[]> change : changes.entrySet()) {
                for (int score = 0; score < jackknives.size(); score++) {
                    jackknives.get(score).add(change.getKey(), own, change.getValue()[score]);
                }
            }
        }
        return jackknives;
    }

    /** How the scores change with this row's votes when each cluster of its voters, but for its own, is left out. */
    private void add(int row, int own, List<Influence> influences, Clusters clusters, Map<Integer, double[]> changes) {
        int[] voters = IntStream.range(0, k)
                .map(rank -> clusters.of(neighbors.row(row, rank)))
                .distinct()
                .filter(without -> without != own)
                .toArray();
        for (int without : voters) {
            VoteCount.Outcome outcome = without(row, without, clusters);
            double[] sums = changes.computeIfAbsent(without, unseen -> new double[influences.size()]);
            for (int score = 0; score < sums.length; score++) {
                Influence influence = influences.get(score);
                sums[score] += influence.of(row, outcome) - influence.of(row, votes.outcome(row));
            }
        }
    }

    /** What the k nearest outside a cluster, or the fewer that there are, vote. */
    private VoteCount.Outcome without(int query, int without, Clusters clusters) {
        int[] voters = new int[k];
        int found = 0;
        for (int rank = 0; found < k && rank < neighbors.found(query); rank++) {
            if (clusters.of(neighbors.row(query, rank)) != without) {
                voters[found++] = rank;
            }
        }
        return count.of(query, Arrays.copyOf(voters, found));
    }
}
