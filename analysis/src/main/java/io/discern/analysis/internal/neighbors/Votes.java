package io.discern.analysis.internal.neighbors;

import io.discern.analysis.neighbors.NearestNeighbors;
import io.discern.analysis.neighbors.Voting;
import io.discern.analysis.stats.ConfusionMatrix;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * What the k nearest neighbours of every query voted: the share of each class, and the class with the largest, of several the
 * one that sorts first. Immutable.
 */
public final class Votes {
    private final int classes;
    private final int[] truth;
    private final VoteCount.Outcome[] outcomes;

    private Votes(int classes, int[] truth) {
        this.classes = classes;
        this.truth = truth;
        this.outcomes = new VoteCount.Outcome[truth.length];
    }

    /**
     * Counts the votes.
     *
     * @param neighbors of every query at least k
     * @param truth the class of each query, from 0
     * @param bankLabels the class of each bank row
     * @param classes the number of classes
     */
    public static Votes of(
            NearestNeighbors neighbors, int k, Voting voting, int[] truth, int[] bankLabels, int classes) {
        Votes votes = new Votes(classes, truth.clone());
        VoteCount count = new VoteCount(neighbors, voting, bankLabels, classes);
        int[] ranks = IntStream.range(0, k).toArray();
        for (int query = 0; query < truth.length; query++) {
            votes.outcomes[query] = count.of(query, ranks);
        }
        return votes;
    }

    /**
     * The class with most votes among the k nearest neighbours of each query, every neighbour having one; of several the lowest.
     *
     * @param neighbors of every query at least k
     * @param bankLabels the class of each bank row, from 0
     * @param classes the number of classes
     */
    public static int[] majority(NearestNeighbors neighbors, int k, int[] bankLabels, int classes) {
        VoteCount count = new VoteCount(neighbors, Voting.MAJORITY, bankLabels, classes);
        int[] ranks = IntStream.range(0, k).toArray();
        return IntStream.range(0, neighbors.queries())
                .map(query -> count.of(query, ranks).winner())
                .toArray();
    }

    /** The number of queries. */
    public int queries() {
        return truth.length;
    }

    /** The number of classes. */
    public int classes() {
        return classes;
    }

    /** The class of a query. */
    public int truth(int query) {
        return truth[query];
    }

    /** The class that won a query's votes. */
    public int predicted(int query) {
        return outcomes[query].winner();
    }

    /** The share of a query's votes that went to a class, in [0, 1]. */
    public double share(int query, int label) {
        return outcomes[query].share(label);
    }

    /** For each class the share of every query's votes that went to it: the values of {@link #share}, all at once. */
    public double[][] shares() {
        double[][] shares = new double[classes][truth.length];
        for (int query = 0; query < truth.length; query++) {
            int[] labels = outcomes[query].labels();
            double[] votes = outcomes[query].votes();
            double all = Arrays.stream(votes).sum();
            for (int i = 0; i < labels.length; i++) {
                shares[labels[i]][query] = votes[i] / all;
            }
        }
        return shares;
    }

    /** What a query's neighbours voted. */
    public VoteCount.Outcome outcome(int query) {
        return outcomes[query];
    }

    /** The class of every query. */
    public int[] truth() {
        return truth.clone();
    }

    /** The class that won every query's votes. */
    public int[] predicted() {
        return IntStream.range(0, truth.length).map(this::predicted).toArray();
    }

    /** How often queries of one class were taken for another. */
    public ConfusionMatrix confusion() {
        return ConfusionMatrix.of(truth, predicted(), classes);
    }

    /** 1 for each query that was voted right, else 0. */
    public double[] correct() {
        return IntStream.range(0, truth.length)
                .mapToDouble(query -> predicted(query) == truth[query] ? 1 : 0)
                .toArray();
    }
}
