package io.discern.benchmarks;

import static io.discern.benchmarks.ShownImages.VERSIONS;

import io.discern.analysis.stats.Bootstrap;
import io.discern.analysis.stats.ShareIntervals;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** What a nearest-centroid probe tells of the versions of images in held-out groups; the truth is its mean accuracy. */
record ProbeDesigns(ShownImages images) {
    private static final int FOLDS = 5;

    static void print(OverlayCoverage table) {
        new ProbeDesigns(new ShownImages(16, 0.5, 2)).rows(table);
        new ProbeDesigns(new ShownImages(16, 0.5, 1.3)).rows(table);
        new ProbeDesigns(new ShownImages(16, 0.5, 0.8)).rows(table);
    }

    private void rows(OverlayCoverage table) {
        OverlayCoverage.Truth truth = groups -> Arrays.stream(Bootstrap.streams(7, 3000))
                .parallel()
                .mapToDouble(random -> Arrays.stream(told(OverlayCoverage.images(groups), random))
                        .average()
                        .orElseThrow())
                .average()
                .orElseThrow();
        System.out.printf("accuracy with 50 groups: %.4f%n", truth.of(50));
        table.row("probe, " + images + ", percentile", truth, (groups, random, seed) -> {
            int[] ofImage = OverlayCoverage.images(groups);
            double[][] told = {told(ofImage, random)};
            return Bootstrap.seeded(seed).means(told, ofVersions(ofImage)).map(intervals -> intervals.get(0));
        });
        table.row("probe, " + images + ", shares", truth, (groups, random, seed) -> {
            int[] ofImage = OverlayCoverage.images(groups);
            double[][] told = {told(ofImage, random)};
            return ShareIntervals.means(told, ofVersions(ofImage)).map(intervals -> intervals.get(0));
        });
    }

    private static int[] ofVersions(int[] groups) {
        return IntStream.range(0, VERSIONS)
                .flatMap(version -> Arrays.stream(groups))
                .toArray();
    }

    /** 1 for each version of each image that is nearest to the mean of its version over the other folds. */
    private double[] told(int[] groups, SplittableRandom random) {
        double[][][] rows = images.draw(groups, random);
        double[] told = new double[VERSIONS * groups.length];
        for (int fold = 0; fold < FOLDS; fold++) {
            double[][] means = means(rows, groups, fold);
            for (int row = 0; row < told.length; row++) {
                int image = row % groups.length;
                if (fold(groups[image]) == fold) {
                    int version = row / groups.length;
                    told[row] = nearest(rows[version][image], means) == version ? 1 : 0;
                }
            }
        }
        return told;
    }

    /** Folds of groups of all sizes and classes. */
    private static int fold(int group) {
        return (group + group / FOLDS) % FOLDS;
    }

    private double[][] means(double[][][] rows, int[] groups, int held) {
        double others =
                Arrays.stream(groups).filter(group -> fold(group) != held).count();
        double[][] means = new double[VERSIONS][images.dim()];
        for (int version = 0; version < VERSIONS; version++) {
            for (int i = 0; i < groups.length; i++) {
                ShownImages.add(means[version], rows[version][i], fold(groups[i]) == held ? 0 : 1 / others);
            }
        }
        return means;
    }

    private static int nearest(double[] row, double[][] means) {
        int nearest = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int version = 0; version < means.length; version++) {
            double[] difference = row.clone();
            ShownImages.add(difference, means[version], -1);
            double distance = ShownImages.length(difference);
            if (distance < least) {
                least = distance;
                nearest = version;
            }
        }
        return nearest;
    }
}
