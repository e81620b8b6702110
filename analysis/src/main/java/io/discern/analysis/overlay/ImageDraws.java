package io.discern.analysis.overlay;

import io.discern.analysis.stats.Bootstrap;
import io.discern.analysis.stats.Clusters;
import io.discern.analysis.stats.Interval;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;

/** The bootstrap for what is not a mean: a statistic of how often each image is drawn, whole groups at a time. */
final class ImageDraws {
    private ImageDraws() {}

    /** Every image drawn once: the data themselves. */
    static int[] once(int rows) {
        int[] draws = new int[rows];
        Arrays.fill(draws, 1);
        return draws;
    }

    /**
     * Some statistics in every replicate.
     *
     * @param groups the group of each image
     * @param ofDraws the statistics; called on several threads
     * @return for each statistic its replicates; empty if all images are of one group
     */
    static Optional<double[][]> replicates(int[] groups, long seed, Function<int[], double[]> ofDraws) {
        Clusters clusters = Clusters.of(new int[groups.length], groups);
        if (!clusters.resamplable()) {
            return Optional.empty();
        }
        double[][] byReplicate = Arrays.stream(Bootstrap.streams(seed, Bootstrap.REPLICATES))
                .parallel()
                .map(random -> ofDraws.apply(draw(clusters, random)))
                .toArray(double[][]::new);
        double[][] replicates = new double[byReplicate[0].length][byReplicate.length];
        for (int replicate = 0; replicate < byReplicate.length; replicate++) {
            for (int statistic = 0; statistic < replicates.length; statistic++) {
                replicates[statistic][replicate] = byReplicate[replicate][statistic];
            }
        }
        return Optional.of(replicates);
    }

    /**
     * The interval of a statistic between 0 and {@code most}. Repeated images shift statistics that are not means, so the
     * replicates' median is moved onto the value ({@link Interval#shiftedPercentile}).
     *
     * @return empty if some replicate is not finite
     */
    static Optional<Interval> interval(double[] replicates, double value, double most) {
        if (!Arrays.stream(replicates).allMatch(Double::isFinite)) {
            return Optional.empty();
        }
        Interval shifted = Interval.shiftedPercentile(replicates, value);
        return Optional.of(new Interval(
                Math.min(most, Math.max(0, shifted.low())), Math.min(most, Math.max(0, shifted.high()))));
    }

    private static int[] draw(Clusters clusters, SplittableRandom random) {
        int[] draws = new int[clusters.rows()];
        for (int draw = 0; draw < clusters.count(); draw++) {
            int cluster = random.nextInt(clusters.count());
            for (int i = 0; i < clusters.size(cluster); i++) {
                draws[clusters.row(cluster, i)]++;
            }
        }
        return draws;
    }
}
