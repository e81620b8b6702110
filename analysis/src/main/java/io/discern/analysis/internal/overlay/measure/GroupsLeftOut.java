package io.discern.analysis.internal.overlay.measure;

import io.discern.analysis.stats.Clusters;
import io.discern.analysis.stats.Jackknife;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * The {@link Jackknife} of what is not a mean: statistics of the images without each group. A bootstrap would not do: images
 * drawn twice inflate sums of squares by as much as the sample has already, and in many dimensions that is all there is.
 */
public final class GroupsLeftOut {
    private GroupsLeftOut() {}

    /**
     * Leaves out one group at a time.
     *
     * @param clusters the groups of the images, within strata
     * @param without the statistics without the given images, ascending; called on several threads
     * @return one for each statistic; empty if no stratum has two groups, or some group takes a value away
     */
    public static Optional<Jackknife[]> of(Clusters clusters, Function<int[], double[]> without) {
        if (!clusters.resamplable()) {
            return Optional.empty();
        }
        double[] values = without.apply(new int[0]);
        int[][] strata = clusters.byStratum();
        double[][][] leftOut = Arrays.stream(strata)
                .map(members -> members.length < 2
                        ? new double[0][]
                        : Arrays.stream(members)
                                .parallel()
                                .mapToObj(cluster -> without.apply(images(clusters, cluster)))
                                .toArray(double[][]::new))
                .toArray(double[][][]::new);
        boolean lost = Arrays.stream(leftOut)
                .flatMap(Arrays::stream)
                .flatMapToDouble(Arrays::stream)
                .anyMatch(value -> !Double.isFinite(value));
        return lost
                ? Optional.empty()
                : Optional.of(IntStream.range(0, values.length)
                        .mapToObj(statistic -> Jackknife.ofStrata(values[statistic], column(leftOut, statistic)))
                        .toArray(Jackknife[]::new));
    }

    private static int[] images(Clusters clusters, int cluster) {
        return IntStream.range(0, clusters.size(cluster))
                .map(i -> clusters.row(cluster, i))
                .toArray();
    }

    private static double[][] column(double[][][] leftOut, int statistic) {
        return Arrays.stream(leftOut)
                .map(stratum -> Arrays.stream(stratum)
                        .mapToDouble(values -> values[statistic])
                        .toArray())
                .toArray(double[][]::new);
    }
}
