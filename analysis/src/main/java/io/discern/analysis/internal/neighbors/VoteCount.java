package io.discern.analysis.internal.neighbors;

import io.discern.analysis.neighbors.NearestNeighbors;
import io.discern.analysis.neighbors.Voting;
import java.util.Arrays;

/** Counts what neighbours vote, one query at a time. Not thread-safe. */
public final class VoteCount {
    private final NearestNeighbors neighbors;
    private final Voting voting;
    private final int[] bankLabels;
    private final double[] sizes;
    private final double[] sums;
    private final boolean[] seen;

    /**
     * The votes of one query.
     *
     * @param labels the classes that got votes, ascending
     * @param votes of each of them
     */
    public record Outcome(int[] labels, double[] votes) {

        /** The class with most votes, of several the one that sorts first; -1 if nobody voted. */
        public int winner() {
            int winner = 0;
            for (int i = 1; i < labels.length; i++) {
                winner = votes[i] > votes[winner] ? i : winner;
            }
            return labels.length == 0 ? -1 : labels[winner];
        }

        /** The share of the votes that went to a class, in [0, 1]. */
        public double share(int label) {
            int place = Arrays.binarySearch(labels, label);
            return place < 0 ? 0 : votes[place] / Arrays.stream(votes).sum();
        }
    }

    public VoteCount(NearestNeighbors neighbors, Voting voting, int[] bankLabels, int classes) {
        this.neighbors = neighbors;
        this.voting = voting;
        this.bankLabels = bankLabels;
        this.sizes = new double[classes];
        this.sums = new double[classes];
        this.seen = new boolean[classes];
        for (int label : bankLabels) {
            sizes[label]++;
        }
    }

    /** What a query's neighbours of these ranks vote; the first is the nearest of them. */
    public Outcome of(int query, int[] ranks) {
        int[] voted = new int[Math.min(ranks.length, sums.length)];
        int count = 0;
        for (int rank : ranks) {
            int label = bankLabels[neighbors.row(query, rank)];
            if (!seen[label]) {
                seen[label] = true;
                voted[count++] = label;
            }
            double below = neighbors.similarity(query, ranks[0]) - neighbors.similarity(query, rank);
            sums[label] += voting.weight().applyAsDouble(below);
        }
        int[] labels = Arrays.copyOf(voted, count);
        Arrays.sort(labels);
        double[] votes = new double[count];
        for (int i = 0; i < count; i++) {
            int label = labels[i];
            votes[i] = voting.priorCorrected() ? sums[label] / sizes[label] : sums[label];
            sums[label] = 0;
            seen[label] = false;
        }
        return new Outcome(labels, votes);
    }
}
