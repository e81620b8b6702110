package io.discern.analysis.overlay;

import io.discern.analysis.stats.Bootstrap;
import io.discern.analysis.stats.Clusters;
import io.discern.analysis.stats.Interval;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

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
     * The percentile interval of a statistic.
     *
     * @param groups the group of each image
     * @param ofDraws the statistic; called on several threads
     * @return empty if all images are of one group, or if the statistic is not finite in some replicate
     */
    static Optional<Interval> interval(int[] groups, long seed, ToDoubleFunction<int[]> ofDraws) {
        Clusters clusters = Clusters.of(new int[groups.length], groups);
        if (!clusters.resamplable()) {
            return Optional.empty();
        }
        SplittableRandom[] random = Bootstrap.streams(seed, Bootstrap.REPLICATES);
        double[] replicates = IntStream.range(0, random.length)
                .parallel()
                .mapToDouble(replicate -> ofDraws.applyAsDouble(draw(clusters, random[replicate])))
                .toArray();
        return Arrays.stream(replicates).allMatch(Double::isFinite)
                ? Optional.of(Interval.percentile(replicates))
                : Optional.empty();
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
