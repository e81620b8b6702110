package io.discern.analysis.neighbors;

import io.discern.analysis.internal.neighbors.VoteCount;
import io.discern.analysis.internal.neighbors.Votes;
import io.discern.analysis.internal.stats.Auroc;
import io.discern.analysis.stats.Clusters;
import java.util.Arrays;
import java.util.stream.IntStream;

/** The derivative of a score with respect to the weight of one query that is voted on like this, all weights at 1. */
interface Influence {
    /** For a query and its votes, which need not be those that it has. */
    double of(int query, VoteCount.Outcome outcome);

    /** For every query with the votes that it has. */
    default double[] ofAll(Votes votes) {
        return IntStream.range(0, votes.queries())
                .mapToDouble(query -> of(query, votes.outcome(query)))
                .toArray();
    }

    /**
     * Of the unweighted mean over strata of the share that is voted right: {@code (right - share) / rows / strata}, each stratum having rows
     * and a share of its own.
     */
    static Influence ofStrataMean(Votes votes, Clusters clusters) {
        int[][] strata = clusters.byStratum();
        double[] rows = new double[strata.length];
        double[] share = new double[strata.length];
        double[] right = clusters.sums(votes.correct());
        for (int stratum = 0; stratum < strata.length; stratum++) {
            for (int cluster : strata[stratum]) {
                rows[stratum] += clusters.size(cluster);
                share[stratum] += right[cluster];
            }
            share[stratum] /= rows[stratum];
        }
        return (query, outcome) -> {
            int stratum = clusters.stratum(clusters.of(query));
            double correct = outcome.winner() == votes.truth(query) ? 1 : 0;
            return (correct - share[stratum]) / rows[stratum] / strata.length;
        };
    }

    /** Of the mean over rows, {@code (right - share) / rows}: larger clusters move the mix of strata too. */
    static Influence ofMean(Votes votes) {
        double share = votes.confusion().micro();
        return (query, outcome) -> ((outcome.winner() == votes.truth(query) ? 1 : 0) - share) / votes.queries();
    }

    /** Of a score of counts. */
    static Influence ofCounts(Score score, Votes votes) {
        double[][] cells = votes.confusion().derivatives(score::ofCounts);
        return (query, outcome) -> outcome.winner() < 0 ? 0 : cells[votes.truth(query)][outcome.winner()];
    }

    /**
     * Of the mean over classes of the area under the ROC curve: {@code (placement - area) / rows alike}, the placement of a row
     * of the class being the share of the others that it beats, of another row the share of the class that beats it.
     */
    static Influence ofAreas(Votes votes) {
        int classes = votes.classes();
        double[][] in = new double[classes][];
        double[][] out = new double[classes][];
        double[] area = new double[classes];
        for (int label = 0; label < classes; label++) {
            in[label] = shares(votes, label, true);
            out[label] = shares(votes, label, false);
            double[] others = out[label];
            area[label] = Arrays.stream(in[label])
                    .map(share -> Auroc.shareBelow(share, others, ShareRanks.EQUAL))
                    .average()
                    .orElseThrow();
        }
        return (query, outcome) -> {
            double sum = 0;
            for (int label = 0; label < classes; label++) {
                boolean alike = votes.truth(query) == label;
                double share = outcome.share(label);
                double placement = alike
                        ? Auroc.shareBelow(share, out[label], ShareRanks.EQUAL)
                        : 1 - Auroc.shareBelow(share, in[label], ShareRanks.EQUAL);
                sum += (placement - area[label]) / (alike ? in : out)[label].length / classes;
            }
            return sum;
        };
    }

    private static double[] shares(Votes votes, int label, boolean own) {
        return IntStream.range(0, votes.queries())
                .filter(query -> (votes.truth(query) == label) == own)
                .mapToDouble(query -> votes.share(query, label))
                .sorted()
                .toArray();
    }
}
