package io.discern.analysis.overlay;

import io.discern.analysis.LabeledEmbeddings;
import java.util.List;
import java.util.stream.IntStream;

/** Arithmetic on rows scaled to unit length, in double. */
final class UnitRows {
    private UnitRows() {}

    /** One row divided by its length. */
    static double[] of(LabeledEmbeddings data, int row) {
        double[] values = new double[data.dim()];
        data.readRow(row, values);
        double norm = data.norm(row);
        for (int j = 0; j < values.length; j++) {
            values[j] /= norm;
        }
        return values;
    }

    /** All rows of several parts, below each other. */
    static double[][] of(List<LabeledEmbeddings> parts) {
        return parts.stream()
                .flatMap(part -> IntStream.range(0, part.rows()).mapToObj(row -> of(part, row)))
                .toArray(double[][]::new);
    }

    /** The difference of a row in two conditions, unit length each. */
    static double[] difference(LabeledEmbeddings to, LabeledEmbeddings from, int row) {
        double[] difference = of(to, row);
        double[] start = of(from, row);
        for (int j = 0; j < difference.length; j++) {
            difference[j] -= start[j];
        }
        return difference;
    }

    /** The mean of the rows of each class: {@code C x d}. */
    static double[][] classMeans(LabeledEmbeddings data) {
        int[] labels = data.classIndices();
        double[][] means = new double[data.classes().size()][data.dim()];
        for (int row = 0; row < labels.length; row++) {
            add(means[labels[row]], of(data, row), 1.0 / data.classCount(labels[row]));
        }
        return means;
    }

    static void add(double[] into, double[] values, double factor) {
        for (int j = 0; j < into.length; j++) {
            into[j] += factor * values[j];
        }
    }

    static double dot(double[] a, double[] b) {
        double dot = 0;
        for (int j = 0; j < a.length; j++) {
            dot += a[j] * b[j];
        }
        return dot;
    }

    static double cosine(double[] a, double[] b) {
        return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
    }
}
