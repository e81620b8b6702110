package io.discern.analysis.internal.overlay.measure;

import io.discern.analysis.stats.Clusters;
import io.discern.analysis.stats.Interval;
import io.discern.analysis.stats.ShareIntervals;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A weighted sum of shares of the same images: one share, the difference of two, or the slope over several doses.
 *
 * @param weights of the shares
 * @param happened for each share and image 1 where it happens, else 0
 */
public record ImageShares(double[] weights, double[][] happened) {

    /** One share: 1 for each image that it happens to, else 0. */
    public static ImageShares of(double[] happened) {
        return new ImageShares(new double[] {1}, new double[][] {happened});
    }

    /** One share less another. */
    public static ImageShares difference(double[] one, double[] other) {
        return of(one).minus(of(other));
    }

    /** This less another of the same images. */
    public ImageShares minus(ImageShares other) {
        return sum(new double[] {1, -1}, List.of(this, other));
    }

    /** A weighted sum. */
    public static ImageShares sum(double[] weights, List<ImageShares> parts) {
        return new ImageShares(
                IntStream.range(0, weights.length)
                        .boxed()
                        .flatMapToDouble(
                                i -> Arrays.stream(parts.get(i).weights).map(weight -> weights[i] * weight))
                        .toArray(),
                parts.stream().flatMap(part -> Arrays.stream(part.happened)).toArray(double[][]::new));
    }

    /** For each image what it adds to the mean. */
    public double[] ofImages() {
        double[] sums = new double[happened[0].length];
        for (int share = 0; share < weights.length; share++) {
            for (int image = 0; image < sums.length; image++) {
                sums[image] += weights[share] * happened[share][image];
            }
        }
        return sums;
    }

    /**
     * Its interval.
     *
     * @param strata of the images
     * @param groups of the images
     * @return empty if a stratum has {@linkplain Clusters#few() too few} groups
     */
    public Optional<Interval> interval(int[] strata, int[] groups) {
        return ShareIntervals.combination(weights, happened, Clusters.of(strata, groups));
    }
}
