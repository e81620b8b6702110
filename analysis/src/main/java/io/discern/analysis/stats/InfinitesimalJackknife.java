package io.discern.analysis.stats;

import java.util.Arrays;
import java.util.Optional;

/**
 * Intervals of smooth statistics from their derivatives: with {@code U_i} the derivative of the statistic with respect to the
 * weight of row i, all weights at 1, leaving out one of the K clusters of a stratum changes the statistic by about {@code -K/(K
 * - 1) sum of its U_i} (exactly so for a mean). That is the {@link Jackknife} at the cost of a single evaluation.
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
        return clusters.resamplable()
                ? Optional.of(ofClusters(value, clusters.sums(derivatives), clusters).interval())
                : Optional.empty();
    }

    /**
     * The jackknife that the derivatives amount to.
     *
     * @param derivatives of the statistic with respect to the weight of each cluster
     * @throws IllegalArgumentException if no stratum has two clusters
     */
    public static Jackknife ofClusters(double value, double[] derivatives, Clusters clusters) {
        return Jackknife.ofStrata(value, Arrays.stream(clusters.byStratum())
                .map(members -> Arrays.stream(members)
                        .mapToDouble(cluster -> value - derivatives[cluster] * members.length / (members.length - 1.0))
                        .toArray())
                .toArray(double[][]::new));
    }
}
