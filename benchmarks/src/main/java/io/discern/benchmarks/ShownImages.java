package io.discern.benchmarks;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Images in three versions: Gaussian around {@code distance} along the axis of the class and {@code shift} along that of the
 * version, if not the first, with noise that versions share and half as much of their own. Groups take the classes in turn.
 *
 * @param dim d, at least 6
 */
record ShownImages(int dim, double distance, double shift) {
    static final int VERSIONS = 3;
    static final int CLASSES = 3;

    /** For each version the images. */
    double[][][] draw(int[] groups, SplittableRandom random) {
        double[][][] rows = new double[VERSIONS][groups.length][dim];
        for (int j = 0; j < dim; j++) {
            double[] common = OverlayCoverage.latent(groups, random);
            for (int version = 0; version < VERSIONS; version++) {
                double[] own = OverlayCoverage.latent(groups, random);
                for (int i = 0; i < groups.length; i++) {
                    rows[version][i][j] = (common[i] + own[i] / 2) / Math.sqrt(dim)
                            + (j == label(groups[i]) ? distance : 0)
                            + (version > 0 && j == CLASSES + version ? shift : 0);
                }
            }
        }
        return rows;
    }

    /** The same, each of unit length. */
    double[][][] drawUnit(int[] groups, SplittableRandom random) {
        double[][][] rows = draw(groups, random);
        Arrays.stream(rows).flatMap(Arrays::stream).forEach(row -> {
            double length = length(row);
            Arrays.setAll(row, j -> row[j] / length);
        });
        return rows;
    }

    static int label(int group) {
        return group % CLASSES;
    }

    static double length(double[] row) {
        double squares = 0;
        for (double x : row) {
            squares += x * x;
        }
        return Math.sqrt(squares);
    }

    static void add(double[] into, double[] row, double factor) {
        for (int j = 0; j < into.length; j++) {
            into[j] += factor * row[j];
        }
    }

    @Override
    public String toString() {
        return String.format("d=%d, class %.1f, shift %.1f", dim, distance, shift);
    }
}
