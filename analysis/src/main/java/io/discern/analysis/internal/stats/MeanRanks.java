package io.discern.analysis.internal.stats;

import java.util.Arrays;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;

/**
 * Encoders compared over data sets by their ranks, the larger score ranking first and ties sharing the average rank.
 *
 * <p>With N data sets, k encoders, ranks r_ij and mean ranks R_j: Friedman's {@code chiSquare = (12 N / (k (k + 1)) sum_j (R_j
 * - (k + 1)/2)^2) / (1 - sum_ties (t^3 - t) / (N k (k^2 - 1)))}, with p from the chi-square distribution of k - 1 degrees of
 * freedom (an approximation: good for N > 10 or k > 5). Two encoders differ by Nemenyi's test where their mean ranks do by at
 * least {@code CD = q sqrt(k (k + 1) / (6 N))}, q the upper quantile of the studentized range over sqrt(2).
 *
 * <p>References: Friedman, JASA 32 (1937) 675-701; Nemenyi 1963; Demsar, <i>Statistical comparisons of classifiers over
 * multiple data sets</i>, JMLR 7 (2006) 1-30.
 *
 * @param ranks the mean rank of each encoder, from 1 (best) to k
 * @param datasets N
 * @param chiSquare Friedman's statistic, corrected for ties; 0 if all scores are tied
 * @param p its p-value
 */
public record MeanRanks(double[] ranks, int datasets, double chiSquare, double p) {

    /**
     * Ranks.
     *
     * @param scores {@code scores[dataset][encoder]}, finite, larger is better; at least one data set and two encoders
     */
    public static MeanRanks of(double[][] scores) {
        int k = scores.length == 0 ? 0 : scores[0].length;
        if (k < 2 || Arrays.stream(scores).anyMatch(row -> row.length != k)) {
            throw new IllegalArgumentException(
                    scores.length + " data sets, " + k
                            + " scores in the first; expected at least one data set and two encoders, scored in every data set");
        }
        double datasets = scores.length;
        double[] ranks = new double[k];
        double ties = 0;
        for (double[] row : scores) {
            for (int j = 0; j < k; j++) {
                double score = row[j];
                long equal = Arrays.stream(row).filter(other -> other == score).count();
                ranks[j] += (Arrays.stream(row).filter(other -> other > score).count() + (equal + 1) / 2.0) / datasets;
                // Each of t tied scores adds t^2 - 1, together t^3 - t.
                ties += equal * equal - 1.0;
            }
        }
        double squares = Arrays.stream(ranks)
                .map(rank -> (rank - (k + 1) / 2.0) * (rank - (k + 1) / 2.0))
                .sum();
        double untied = 1 - ties / (datasets * k * (k * (double) k - 1));
        double chiSquare = untied == 0 ? 0 : 12 * datasets / (k * (k + 1.0)) * squares / untied;
        return new MeanRanks(
                ranks,
                scores.length,
                chiSquare,
                ChiSquaredDistribution.of(k - 1.0).survivalProbability(chiSquare));
    }

    /** Nemenyi's critical difference of mean ranks: a larger one is significant at the given level. */
    public double criticalDifference(double level) {
        if (!(level > 0 && level < 1)) {
            throw new IllegalArgumentException("level " + level + "; expected one in (0, 1), for example 0.05");
        }
        return new StudentizedRange(ranks.length).upperQuantile(level) / Math.sqrt(2) * rankError();
    }

    /** Nemenyi's p-value for the difference between two encoders, already adjusted for all pairs. */
    public double nemenyi(int first, int second) {
        double q = Math.abs(ranks[first] - ranks[second]) / rankError() * Math.sqrt(2);
        return new StudentizedRange(ranks.length).survival(q);
    }

    private double rankError() {
        double k = ranks.length;
        return Math.sqrt(k * (k + 1) / (6 * datasets));
    }
}
