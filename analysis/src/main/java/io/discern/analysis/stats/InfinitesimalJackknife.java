package io.discern.analysis.stats;

import java.util.Optional;

/**
 * Intervals of smooth statistics from their derivatives: with {@code U_i} the derivative of the statistic with respect to the
 * weight of row i, all weights at 1, leaving out a cluster changes the statistic by about {@code -sum of its U_i}. That is the
 * {@link Jackknife} at the cost of a single evaluation.
 *
 * <p>Reference: Jaeckel, <i>The infinitesimal jackknife</i>, Bell Laboratories memorandum MM 72-1215-11 (1972); Efron, <i>The
 * Jackknife, the Bootstrap and Other Resampling Plans</i> (1982), ch. 6.
 */
public final class InfinitesimalJackknife {

    private InfinitesimalJackknife() {}

    /**
     * The interval of a statistic, its clusters being drawn anew within their strata.
     *
     * @param derivatives of the statistic with respect to the weight of each row
     * @return empty if no stratum has two clusters
     */
    public static Optional<Interval> interval(double value, double[] derivatives, Clusters clusters) {
        if (!clusters.resamplable()) {
            return Optional.empty();
        }
        int[][] strata = clusters.byStratum();
        double[][] leftOut = new double[strata.length][];
        for (int stratum = 0; stratum < strata.length; stratum++) {
            leftOut[stratum] = new double[strata[stratum].length];
            for (int i = 0; i < leftOut[stratum].length; i++) {
                int cluster = strata[stratum][i];
                double sum = 0;
                for (int row = 0; row < clusters.size(cluster); row++) {
                    sum += derivatives[clusters.row(cluster, row)];
                }
                leftOut[stratum][i] = value - sum;
            }
        }
        return Optional.of(Jackknife.ofStrata(value, leftOut).interval());
    }
}
