package io.discern.analysis.fisher;

import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.internal.fisher.ClassMoments;
import io.discern.analysis.internal.linalg.Rows;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The Fisher score of each component: {@code F_j = sum_c n_c (mu_cj - mu_j)^2 / sum_c sum_{i in c} (x_ij - mu_cj)^2}. {@code
 * F_j (n - C) / (C - 1)} is the F of a one-way analysis of variance, scikit-learn's {@code f_classif}. Components that are
 * constant, or constant within every class, have no finite score and are left out.
 *
 * @param features the components that have a score, ascending
 * @param scores their scores
 * @param constant how many components are the same in all rows, up to rounding
 * @param constantWithin how many others are the same in all rows of every class
 */
record FeatureScores(int[] features, double[] scores, int constant, int constantWithin) {
    /** Spread below this share of the sum of squares is rounding, as for the traces. */
    private static final double ROUNDING = 0x1p-100;

    /** Scores each component of at least two classes. */
    public static FeatureScores of(LabeledEmbeddings data) {
        ClassMoments moments = ClassMoments.of(
                Rows.of(data), data.classIndices(), data.classes().size());
        double[] between = moments.between(moments.sizes());
        double[] within = new double[between.length];
        double[] rounding = new double[between.length];
        double[] center = moments.center(moments.sizes());
        for (double[] ofClass : moments.within()) {
            for (int j = 0; j < within.length; j++) {
                within[j] += ofClass[j];
            }
        }
        for (int j = 0; j < rounding.length; j++) {
            rounding[j] = ROUNDING * (between[j] + within[j] + data.rows() * center[j] * center[j]);
        }
        int[] features = IntStream.range(0, within.length)
                .filter(j -> within[j] > rounding[j])
                .toArray();
        int separated = (int) IntStream.range(0, within.length)
                .filter(j -> within[j] <= rounding[j] && between[j] > rounding[j])
                .count();
        return new FeatureScores(
                features,
                Arrays.stream(features).mapToDouble(j -> between[j] / within[j]).toArray(),
                within.length - features.length - separated,
                separated);
    }
}
