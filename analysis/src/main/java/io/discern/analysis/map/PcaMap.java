package io.discern.analysis.map;

import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.internal.linalg.Pca;
import java.util.Arrays;

/** The plane of largest variance, see {@link Pca}. A coordinate without variance is 0. */
public record PcaMap() implements MapMethod {
    @Override
    public String name() {
        return "pca";
    }

    @Override
    public int leastRows() {
        return 1;
    }

    @Override
    public double[][] place(LabeledEmbeddings data, long seed) {
        double[][] points = Pca.fit(data, 2).project(data);
        return Arrays.stream(points).map(point -> Arrays.copyOf(point, 2)).toArray(double[][]::new);
    }

    /** The plane of largest variance, stretched alike in both directions so that the largest coordinate is {@code size}. */
    static double[][] scaled(LabeledEmbeddings data, double size) {
        double[][] points = new PcaMap().place(data, 0);
        double largest = 0;
        for (double[] point : points) {
            largest = Math.max(largest, Math.max(Math.abs(point[0]), Math.abs(point[1])));
        }
        for (double[] point : points) {
            point[0] *= largest == 0 ? 0 : size / largest;
            point[1] *= largest == 0 ? 0 : size / largest;
        }
        return points;
    }
}
