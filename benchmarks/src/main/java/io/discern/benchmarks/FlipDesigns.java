package io.discern.benchmarks;

import io.discern.analysis.stats.Bootstrap;
import io.discern.analysis.stats.Clusters;
import io.discern.analysis.stats.Interval;
import io.discern.analysis.stats.ShareIntervals;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * Flips of the same images in several conditions, alike within groups and half alike between conditions: one rate, the rate
 * with the text minus that with a control, the slope over doses.
 *
 * @param rates of each condition
 * @param weights of the rates in what is asked for
 */
record FlipDesigns(double[] rates, double[] weights) {

    static void print(OverlayCoverage table) {
        new FlipDesigns(new double[] {0.03}, new double[] {1}).rows("flip rate 0.03", table);
        new FlipDesigns(new double[] {0.02, 0.02}, new double[] {1, -1}).rows("text 0.02 - control 0.02", table);
        new FlipDesigns(new double[] {0.05, 0.02}, new double[] {1, -1}).rows("text 0.05 - control 0.02", table);
        new FlipDesigns(new double[] {0.3, 0.1}, new double[] {1, -1}).rows("text 0.30 - control 0.10", table);
        new FlipDesigns(new double[] {0.9, 0.05}, new double[] {1, -1}).rows("text 0.90 - control 0.05", table);
        new FlipDesigns(new double[] {0.01, 0.02, 0.04, 0.08}, new double[] {-0.3, -0.1, 0.1, 0.3})
                .rows("slope of 0.01, 0.02, 0.04, 0.08", table);
    }

    private void rows(String what, OverlayCoverage table) {
        double truth = IntStream.range(0, rates.length)
                .mapToDouble(i -> weights[i] * rates[i])
                .sum();
        table.row(what + ", percentile", groups -> truth, this::percentile);
        table.row(what + ", shares", groups -> truth, (groups, random, seed) -> {
            int[] images = OverlayCoverage.images(groups);
            return ShareIntervals.combination(
                    weights, draw(images, random), Clusters.of(new int[images.length], images));
        });
    }

    private Optional<Interval> percentile(int groups, SplittableRandom random, long seed) {
        int[] images = OverlayCoverage.images(groups);
        double[][] flips = draw(images, random);
        double[] sums = IntStream.range(0, images.length)
                .mapToDouble(image -> IntStream.range(0, rates.length)
                        .mapToDouble(i -> weights[i] * flips[i][image])
                        .sum())
                .toArray();
        return Bootstrap.seeded(seed).means(new double[][] {sums}, images).map(intervals -> intervals.get(0));
    }

    private double[][] draw(int[] images, SplittableRandom random) {
        double[] common = OverlayCoverage.latent(images, random);
        return Arrays.stream(rates)
                .mapToObj(rate -> {
                    double bound = NormalDistribution.of(0, 1).inverseCumulativeProbability(rate) * Math.sqrt(2);
                    double[] own = OverlayCoverage.latent(images, random);
                    return IntStream.range(0, images.length)
                            .mapToDouble(i -> common[i] + own[i] < bound ? 1 : 0)
                            .toArray();
                })
                .toArray(double[][]::new);
    }
}
