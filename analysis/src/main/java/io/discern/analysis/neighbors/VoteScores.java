package io.discern.analysis.neighbors;

import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.stats.Bootstrap;
import io.discern.analysis.stats.Clusters;
import io.discern.analysis.stats.LabelPermutation;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * How often the neighbours' votes are right, for several k, and how often they are when labels are dealt at random.
 *
 * @param correct 1 or 0 for each k and row
 * @param shares micro and balanced accuracy for each k
 * @param nullShares the same, averaged over permuted labels
 */
record VoteScores(double[][] correct, double[][] shares, double[][] nullShares) {

    static VoteScores of(NearestNeighbors neighbors, LabeledEmbeddings data, List<Integer> ks, long seed) {
        int classes = data.classes().size();
        int[] labels = data.classIndices();
        double[][] correct = new double[ks.size()][data.rows()];
        double[][] shares = new double[ks.size()][];
        for (int v = 0; v < correct.length; v++) {
            score(neighbors, ks.get(v), labels, classes, correct[v]);
            shares[v] = shares(correct[v], labels, classes);
        }
        return new VoteScores(correct, shares, nullShares(neighbors, data, ks, seed));
    }

    private static double[][] nullShares(NearestNeighbors neighbors, LabeledEmbeddings data, List<Integer> ks, long seed) {
        int classes = data.classes().size();
        Clusters clusters = Clusters.of(data.classIndices(), data.groupIndices());
        SplittableRandom[] random = Bootstrap.streams(seed, LabelPermutation.REPLICATES);
        double[][][] all = new double[random.length][ks.size()][];
        IntStream.range(0, random.length).parallel().forEach(replicate -> {
            int[] permuted = LabelPermutation.ofRows(clusters, random[replicate]);
            double[] correct = new double[permuted.length];
            for (int v = 0; v < ks.size(); v++) {
                score(neighbors, ks.get(v), permuted, classes, correct);
                all[replicate][v] = shares(correct, permuted, classes);
            }
        });
        double[][] means = new double[ks.size()][2];
        for (double[][] replicate : all) {
            for (int v = 0; v < means.length; v++) {
                means[v][0] += replicate[v][0] / all.length;
                means[v][1] += replicate[v][1] / all.length;
            }
        }
        return means;
    }

    private static void score(NearestNeighbors neighbors, int k, int[] labels, int classes, double[] correct) {
        for (int row = 0; row < labels.length; row++) {
            correct[row] = neighbors.vote(row, k, labels, classes) == labels[row] ? 1 : 0;
        }
    }

    /** The share of correct rows, and the mean over classes of the share within the class. */
    private static double[] shares(double[] correct, int[] labels, int classes) {
        double[] right = new double[classes];
        double[] rows = new double[classes];
        double total = 0;
        for (int row = 0; row < labels.length; row++) {
            right[labels[row]] += correct[row];
            rows[labels[row]]++;
            total += correct[row];
        }
        double balanced = 0;
        for (int label = 0; label < classes; label++) {
            balanced += right[label] / rows[label] / classes;
        }
        return new double[] {total / labels.length, balanced};
    }

    double micro(int v) {
        return shares[v][0];
    }

    double balanced(int v) {
        return shares[v][1];
    }

    double microNull(int v) {
        return nullShares[v][0];
    }

    double balancedNull(int v) {
        return nullShares[v][1];
    }
}
