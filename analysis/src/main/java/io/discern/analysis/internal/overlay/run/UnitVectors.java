package io.discern.analysis.internal.overlay.run;

import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.internal.linalg.Rows;
import java.util.List;
import java.util.stream.IntStream;

/** Arithmetic on rows scaled to unit length, in double. */
public final class UnitVectors {
    private UnitVectors() {}

    /** One row divided by its length. */
    public static double[] of(LabeledEmbeddings data, int row) {
        double[] values = new double[data.dim()];
        Rows.unit(data).read(row, values);
        return values;
    }

    /** All rows of several parts, below each other. */
    public static double[][] of(List<LabeledEmbeddings> parts) {
        return parts.stream()
                .flatMap(part -> IntStream.range(0, part.rows()).mapToObj(row -> of(part, row)))
                .toArray(double[][]::new);
    }

    /** The difference of a row in two conditions, unit length each. */
    public static double[] difference(LabeledEmbeddings to, LabeledEmbeddings from, int row) {
        double[] difference = of(to, row);
        add(difference, of(from, row), -1);
        return difference;
    }

    /** The mean of the rows of each class: {@code C x d}. */
    public static double[][] classMeans(LabeledEmbeddings data) {
        int[] labels = data.classIndices();
        double[][] means = new double[data.classes().size()][data.dim()];
        for (int row = 0; row < labels.length; row++) {
            add(means[labels[row]], of(data, row), 1.0 / data.classCount(labels[row]));
        }
        return means;
    }

    /** Adds a multiple of a vector to another. */
    public static void add(double[] into, double[] values, double factor) {
        for (int j = 0; j < into.length; j++) {
            into[j] += factor * values[j];
        }
    }

    /** The inner product. */
    public static double dot(double[] a, double[] b) {
        double dot = 0;
        for (int j = 0; j < a.length; j++) {
            dot += a[j] * b[j];
        }
        return dot;
    }

    /** The cosine of two vectors, neither of them zero. */
    public static double cosine(double[] a, double[] b) {
        return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
    }
}
