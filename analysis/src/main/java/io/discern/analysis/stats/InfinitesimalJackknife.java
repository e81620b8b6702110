package io.discern.analysis.stats;

import java.util.Arrays;
import java.util.Optional;

/**
 * Intervals of smooth statistics from their derivatives: with {@code U_i} the derivative of the statistic with respect to the
 * weight of row i, all weights at 1, leaving out a cluster of n_g of the n_s rows of its stratum changes the statistic by about
 * {@code -n_s / (n_s - n_g) sum of its U_i} (exactly so for a mean). That is the {@link Jackknife} at the cost of a single
 * evaluation.
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
     * @return empty if a stratum has {@linkplain Clusters#few() too few} clusters
     */
    public static Optional<Interval> interval(double value, double[] derivatives, Clusters clusters) {
        return clusters.few().isEmpty()
                ? Optional.of(
                        ofClusters(value, clusters.sums(derivatives), clusters).interval())
                : Optional.empty();
    }

    /**
     * The same where only a part of what the jackknife sees is variance.
     *
     * @param share that part, above 0, at most 1
     */
    public static Optional<Interval> interval(double value, double[] derivatives, Clusters clusters, double share) {
        return interval(value, derivatives, clusters)
                .map(ends -> new Interval(
                        value - Math.sqrt(share) * (value - ends.low()),
                        value + Math.sqrt(share) * (ends.high() - value)));
    }

    /**
     * The jackknife that the derivatives amount to.
     *
     * @param derivatives of the statistic with respect to the weight of each cluster
     * @throws IllegalArgumentException if no stratum has two clusters
     */
    public static Jackknife ofClusters(double value, double[] derivatives, Clusters clusters) {
        return Jackknife.ofStrata(
                value,
                Arrays.stream(clusters.byStratum())
                        .map(members -> {
                            double rows =
                                    Arrays.stream(members).map(clusters::size).sum();
                            return Arrays.stream(members)
                                    .mapToDouble(g -> value - derivatives[g] * rows / (rows - clusters.size(g)))
                                    .toArray();
                        })
                        .toArray(double[][]::new));
    }
}
