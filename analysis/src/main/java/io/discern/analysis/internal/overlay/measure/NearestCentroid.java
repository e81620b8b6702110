package io.discern.analysis.internal.overlay.measure;

import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.internal.overlay.run.UnitVectors;
import io.discern.analysis.internal.stats.LabelPermutation;
import io.discern.analysis.stats.Bootstrap;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A probe that tells which version of an image an embedding is: the one whose mean over the training images is nearest, of
 * equally near ones the first. Rows have unit length; distances are Euclidean.
 *
 * <p>It learns nothing but means, so what it tells is there to be told in the plainest way.
 */
public final class NearestCentroid {
    private final int versions;
    private final int images;
    private final int[] folds;
    private final double[][] rows;

    /**
     * Creates it.
     *
     * @param versions of the same images, row by row
     * @param folds the fold of each image, from 0; the images of a fold are judged by the means of the others
     */
    public NearestCentroid(List<LabeledEmbeddings> versions, int[] folds) {
        this.versions = versions.size();
        this.images = folds.length;
        this.folds = folds;
        this.rows = UnitVectors.of(versions);
    }

    /** For each image the share of its versions that are told right. */
    public double[] correct() {
        return correct(VersionNames.actual(versions, images));
    }

    /** The mean share told right when the versions of each image are called by each other's names at random. */
    double chance(long seed) {
        SplittableRandom[] random = Bootstrap.streams(seed, LabelPermutation.REPLICATES);
        return OverlayRows.mean(Arrays.stream(random)
                .parallel()
                .mapToDouble(stream -> OverlayRows.mean(correct(VersionNames.permuted(versions, images, stream))))
                .toArray());
    }

    private double[] correct(int[] names) {
        int folded = Arrays.stream(folds).max().orElseThrow() + 1;
        double[][][] sums = new double[folded][versions][rows[0].length];
        int[] sizes = new int[folded];
        for (int row = 0; row < rows.length; row++) {
            UnitVectors.add(sums[folds[row % images]][names[row]], rows[row], 1);
        }
        for (int fold : folds) {
            sizes[fold]++;
        }
        double[] correct = new double[images];
        for (int fold = 0; fold < folded; fold++) {
            double[][] centroids = centroids(sums, fold, images - sizes[fold]);
            double[] squares = Arrays.stream(centroids)
                    .mapToDouble(centroid -> UnitVectors.dot(centroid, centroid))
                    .toArray();
            for (int row = 0; row < rows.length; row++) {
                if (folds[row % images] == fold && nearest(rows[row], centroids, squares) == names[row]) {
                    correct[row % images]++;
                }
            }
        }
        Arrays.setAll(correct, image -> correct[image] / versions);
        return correct;
    }

    /** Means over the images of all folds but one; every version has every image once. */
    private double[][] centroids(double[][][] sums, int leftOut, int training) {
        double[][] centroids = new double[versions][rows[0].length];
        for (int fold = 0; fold < sums.length; fold++) {
            for (int version = 0; version < versions && fold != leftOut; version++) {
                UnitVectors.add(centroids[version], sums[fold][version], 1.0 / training);
            }
        }
        return centroids;
    }

    /** Of squared distances, less the square of the row, which all have in common. */
    private static int nearest(double[] row, double[][] centroids, double[] squares) {
        int nearest = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int version = 0; version < centroids.length; version++) {
            double distance = squares[version] - 2 * UnitVectors.dot(row, centroids[version]);
            if (distance < least) {
                least = distance;
                nearest = version;
            }
        }
        return nearest;
    }
}
