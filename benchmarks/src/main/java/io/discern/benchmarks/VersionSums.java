package io.discern.benchmarks;

import static io.discern.benchmarks.ShownImages.CLASSES;
import static io.discern.benchmarks.ShownImages.VERSIONS;

import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Sums over images, from which follow how alike the first two versions differ and how the spread divides; groups add up.
 *
 * @param cells of unit rows, by class and version
 * @param sizes images of each class
 * @param lengths of the differences between the first two versions
 */
record VersionSums(double[][][] cells, double[] sizes, double[] lengths) {

    /** Of each group of a sample. */
    static VersionSums[] draw(ShownImages images, int groups, SplittableRandom random) {
        int[] ofImage = OverlayCoverage.images(groups);
        double[][][] rows = images.drawUnit(ofImage, random);
        VersionSums[] sums = IntStream.range(0, groups)
                .mapToObj(group -> empty(images.dim()))
                .toArray(VersionSums[]::new);
        for (int i = 0; i < ofImage.length; i++) {
            int label = ShownImages.label(ofImage[i]);
            VersionSums sum = sums[ofImage[i]];
            for (int version = 0; version < VERSIONS; version++) {
                ShownImages.add(sum.cells[label][version], rows[version][i], 1);
            }
            double[] difference = rows[1][i].clone();
            ShownImages.add(difference, rows[0][i], -1);
            sum.lengths[label] += ShownImages.length(difference);
            sum.sizes[label]++;
        }
        return sums;
    }

    static VersionSums empty(int dim) {
        return new VersionSums(new double[CLASSES][VERSIONS][dim], new double[CLASSES], new double[CLASSES]);
    }

    /** Adds others, by class with that weight. */
    void add(VersionSums other, double... weights) {
        for (int label = 0; label < CLASSES; label++) {
            double weight = weights[label];
            for (int version = 0; version < VERSIONS; version++) {
                ShownImages.add(cells[label][version], other.cells[label][version], weight);
            }
            sizes[label] += weight * other.sizes[label];
            lengths[label] += weight * other.lengths[label];
        }
    }

    /** With each class scaled to so many images. */
    VersionSums scaled(double[] wanted) {
        VersionSums scaled = empty(cells[0][0].length);
        scaled.add(
                this,
                IntStream.range(0, CLASSES)
                        .mapToDouble(label -> wanted[label] / sizes[label])
                        .toArray());
        return scaled;
    }

    /** Over one class or version, or over all where it is -1. */
    private double[] sum(double scale, int label, int version) {
        double[] sum = new double[cells[0][0].length];
        for (int c = Math.max(label, 0); c <= (label < 0 ? CLASSES - 1 : label); c++) {
            for (int v = Math.max(version, 0); v <= (version < 0 ? VERSIONS - 1 : version); v++) {
                ShownImages.add(sum, cells[c][v], scale);
            }
        }
        return sum;
    }

    /** The squared length of the mean difference, over the squared mean length. */
    double squaredConsistency() {
        double[] movement = sum(1, -1, 1);
        ShownImages.add(movement, sum(1, -1, 0), -1);
        return Math.pow(ShownImages.length(movement) / (lengths[0] + lengths[1] + lengths[2]), 2);
    }

    /** The share of the version in the spread. */
    double versionShare() {
        double images = images();
        double squares = 0;
        for (int version = 0; version < VERSIONS; version++) {
            squares += images * Math.pow(ShownImages.length(sum(1 / images, -1, version)), 2);
        }
        return (squares - ofMean()) / (images * VERSIONS - ofMean());
    }

    /** The share of the class. */
    double classShare() {
        double squares = 0;
        for (int label = 0; label < CLASSES; label++) {
            squares += Math.pow(ShownImages.length(sum(1, label, -1)), 2) / (sizes[label] * VERSIONS);
        }
        return (squares - ofMean()) / (images() * VERSIONS - ofMean());
    }

    private double images() {
        return sizes[0] + sizes[1] + sizes[2];
    }

    /** What the mean of all has of the squares of all, which are 1 each. */
    private double ofMean() {
        return Math.pow(ShownImages.length(sum(1, -1, -1)), 2) / (images() * VERSIONS);
    }
}
