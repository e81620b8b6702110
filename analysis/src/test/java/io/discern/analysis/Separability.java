package io.discern.analysis;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Reference values of golden/separability, and made-up rows that its tests share. */
public final class Separability {
    private Separability() {}

    public static JsonNode golden() {
        return Golden.json("separability/separability.json");
    }

    /** 600 x 48, rows i - i % 3 to i - i % 3 + 2 one group; most groups span classes. */
    public static LabeledEmbeddings groupsOfThree() {
        return Golden.embeddings()
                .withGroups(IntStream.range(0, 600).mapToObj(i -> "g" + i / 3).toList());
    }

    /** The second representation of the same rows, 600 x 32. */
    public static LabeledEmbeddings second() {
        return Golden.labeled("emb_Y.npy", "emb_y.npy");
    }

    /** The value of that variant. */
    public static double value(List<MetricResult> results, String variant) {
        MetricResult result = Golden.variant(results, variant);
        return result.value().orElseThrow(() -> new AssertionError(variant + " is absent: " + result.note()));
    }

    public static double nullValue(List<MetricResult> results, String variant) {
        return Golden.variant(results, variant).nullValue().orElseThrow();
    }

    public static double low(MetricResult result) {
        return result.ciLow().orElseThrow();
    }

    public static double high(MetricResult result) {
        return result.ciHigh().orElseThrow();
    }

    public static LabeledEmbeddings planted(int rows, int dim, int classes, double distance, long seed) {
        return LabeledEmbeddings.of(
                Planted.array(Planted.classes(rows, dim, classes, distance, seed)), Planted.labels(rows, classes));
    }

    /** The rows turned by random reflections, scaled by 3 and, if asked, shifted. */
    public static double[][] turned(double[][] x, boolean shifted, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int d = x[0].length;
        double[][] turned = new double[x.length][];
        for (int i = 0; i < x.length; i++) {
            turned[i] = x[i].clone();
        }
        for (int reflection = 0; reflection < 4; reflection++) {
            double[] axis = IntStream.range(0, d)
                    .mapToDouble(j -> Planted.gaussian(random))
                    .toArray();
            double squares = dot(axis, axis);
            for (double[] row : turned) {
                double along = 2 * dot(row, axis) / squares;
                for (int j = 0; j < d; j++) {
                    row[j] -= along * axis[j];
                }
            }
        }
        for (double[] row : turned) {
            for (int j = 0; j < d; j++) {
                row[j] = 3 * row[j] + (shifted ? 10 + j : 0);
            }
        }
        return turned;
    }

    public static double dot(double[] a, double[] b) {
        return IntStream.range(0, a.length).mapToDouble(j -> a[j] * b[j]).sum();
    }
}
