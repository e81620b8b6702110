package io.discern.analysis.internal.overlay.measure;

import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.internal.linalg.DenseMatrix;
import io.discern.analysis.internal.overlay.run.Taken;
import io.discern.analysis.internal.overlay.run.UnitVectors;
import io.discern.analysis.internal.stats.LabelPermutation;
import io.discern.analysis.stats.Bootstrap;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * A probe that tells which version of an image an embedding is: the one whose mean over the training images is nearest, of
 * equally near ones the first. Rows have unit length; distances are Euclidean.
 *
 * <p>It learns nothing but means, so what it tells is there to be told in the plainest way.
 */
public final class NearestCentroid {
    /** About 60 MB of products. */
    private static final int MOST_ROWS = 3000;

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

    /** Why no group can be left out in training; empty if they can. */
    String reasonAgainst() {
        return rows.length <= MOST_ROWS
                ? ""
                : rows.length + " rows; expected at most " + MOST_ROWS + ", to leave out each group in training";
    }

    /**
     * The version that each row, version by version, is taken for, and without each group in training.
     *
     * @param groups of the images, from 0; none is left out where there is a {@linkplain #reasonAgainst() reason against}
     */
    public Taken taken(int[] groups) {
        int[] told = told(VersionNames.actual(versions, images));
        int[][] voters = new int[rows.length][0];
        int[][] without = new int[rows.length][0];
        if (reasonAgainst().isEmpty()) {
            for (int fold : Arrays.stream(folds).distinct().toArray()) {
                leaveOut(fold, groups, told, voters, without);
            }
        }
        return new Taken(told, voters, without);
    }

    private void leaveOut(int fold, int[] groups, int[] told, int[][] voters, int[][] without) {
        int[] training =
                IntStream.range(0, images).filter(image -> folds[image] != fold).toArray();
        int[] left =
                Arrays.stream(training).map(image -> groups[image]).distinct().toArray();
        int[] held = IntStream.range(0, rows.length)
                .filter(row -> folds[row % images] == fold)
                .toArray();
        // By group and version, and below them of all groups.
        double[][] sums = new double[(left.length + 1) * versions][rows[0].length];
        int[] sizes = new int[left.length];
        for (int image : training) {
            int place = IntStream.range(0, left.length)
                    .filter(i -> left[i] == groups[image])
                    .findFirst()
                    .orElseThrow();
            sizes[place]++;
            for (int version = 0; version < versions; version++) {
                UnitVectors.add(sums[place * versions + version], rows[version * images + image], 1);
                UnitVectors.add(sums[left.length * versions + version], rows[version * images + image], 1);
            }
        }
        double[][] rest = new double[left.length * versions][];
        for (int i = 0; i < rest.length; i++) {
            rest[i] = sums[left.length * versions + i % versions].clone();
            UnitVectors.add(rest[i], sums[i], -1);
            int others = training.length - sizes[i / versions];
            for (int j = 0; j < rest[i].length; j++) {
                rest[i][j] /= others;
            }
        }
        double[] squares = Arrays.stream(rest)
                .mapToDouble(mean -> UnitVectors.dot(mean, mean))
                .toArray();
        try (DenseMatrix shown = DenseMatrix.of(
                        Arrays.stream(held).mapToObj(row -> rows[row]).toArray(double[][]::new));
                DenseMatrix means = DenseMatrix.of(rest);
                DenseMatrix products = DenseMatrix.product(shown, false, means, true)) {
            for (int i = 0; i < held.length; i++) {
                double[] product = products.row(i);
                int row = held[i];
                int[] taken = IntStream.range(0, left.length)
                        .map(group -> nearest(product, squares, group * versions))
                        .toArray();
                int[] changing = IntStream.range(0, left.length)
                        .filter(group -> taken[group] != told[row])
                        .toArray();
                voters[row] = Arrays.stream(changing).map(group -> left[group]).toArray();
                without[row] =
                        Arrays.stream(changing).map(group -> taken[group]).toArray();
            }
        }
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
        int[] told = told(names);
        double[] correct = new double[images];
        for (int row = 0; row < rows.length; row++) {
            correct[row % images] += told[row] == names[row] ? 1.0 / versions : 0;
        }
        return correct;
    }

    /** Which version each row is nearest to, if versions have these names. */
    private int[] told(int[] names) {
        int folded = Arrays.stream(folds).max().orElseThrow() + 1;
        double[][][] sums = new double[folded][versions][rows[0].length];
        int[] sizes = new int[folded];
        for (int row = 0; row < rows.length; row++) {
            UnitVectors.add(sums[folds[row % images]][names[row]], rows[row], 1);
        }
        for (int fold : folds) {
            sizes[fold]++;
        }
        int[] told = new int[rows.length];
        double[] products = new double[versions];
        for (int fold = 0; fold < folded; fold++) {
            double[][] centroids = centroids(sums, fold, images - sizes[fold]);
            double[] squares = Arrays.stream(centroids)
                    .mapToDouble(centroid -> UnitVectors.dot(centroid, centroid))
                    .toArray();
            for (int row = 0; row < rows.length; row++) {
                if (folds[row % images] == fold) {
                    for (int version = 0; version < versions; version++) {
                        products[version] = UnitVectors.dot(rows[row], centroids[version]);
                    }
                    told[row] = nearest(products, squares, 0);
                }
            }
        }
        return told;
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

    /** Of squared distances, less the square of the row, which all have in common: the least of {@code versions} places from the first. */
    private int nearest(double[] products, double[] squares, int first) {
        int nearest = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int version = 0; version < versions; version++) {
            double distance = squares[first + version] - 2 * products[first + version];
            if (distance < least) {
                least = distance;
                nearest = version;
            }
        }
        return nearest;
    }
}
