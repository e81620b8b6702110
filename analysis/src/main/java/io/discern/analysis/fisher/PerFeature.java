package io.discern.analysis.fisher;

import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.Metric;
import io.discern.analysis.MetricResult;
import io.discern.analysis.ResultKey;
import io.discern.analysis.internal.fisher.ClassMoments;
import io.discern.analysis.internal.linalg.Rows;
import io.discern.analysis.internal.stats.LabelPermutation;
import io.discern.analysis.stats.Clusters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Summaries of the {@linkplain FeatureScores Fisher scores of the components}.
 *
 * <p>{@code per-feature,mean}, {@code per-feature,median}, {@code per-feature,max} and {@code per-feature,top-10}, the mean of
 * the ten largest, of {@code F_j}, in [0, inf). They change under rotation: they compare components of one encoder, <b>never
 * encoders</b>. Components without a finite score are left out and counted in the note.
 *
 * <p><b>Interval.</b> None. <b>Null value.</b> The mean of the summary over permutations of the (group) labels.
 *
 * <p>Reference: Fisher 1936; Duda, Hart and Stork, <i>Pattern Classification</i> (2001), sec. 3.8.2.
 */
public final class PerFeature implements Metric {
    private static final int TOP = 10;

    /** The summaries. */
    public enum Key implements ResultKey {
        /** The largest. */
        MAX("per-feature,max", sorted -> sorted[sorted.length - 1]),
        /** The mean. */
        MEAN("per-feature,mean", sorted -> mean(sorted, sorted.length)),
        /** The median. */
        MEDIAN("per-feature,median", PerFeature::median),
        /** The mean of the ten largest. */
        TOP_10("per-feature,top-" + TOP, sorted -> mean(sorted, TOP));

        private final String variant;
        private final ToDoubleFunction<double[]> summary;

        Key(String variant, ToDoubleFunction<double[]> summary) {
            this.variant = variant;
            this.summary = summary;
        }

        @Override
        public String metric() {
            return TraceRatio.NAME;
        }

        @Override
        public String variant() {
            return variant;
        }
    }

    @Override
    public List<MetricResult> measure(LabeledEmbeddings data, long seed) {
        String reason = Scatter.reasonAgainst(data);
        FeatureScores found = reason.isEmpty() ? FeatureScores.of(data) : null;
        if (found != null && found.scores().length == 0) {
            reason = "no component has spread within classes";
        }
        List<MetricResult> results = new ArrayList<>();
        if (!reason.isEmpty()) {
            for (Key key : Key.values()) {
                results.add(MetricResult.absent(key, reason, data, seed));
            }
            return results;
        }
        double[] sorted = found.scores().clone();
        Arrays.sort(sorted);
        List<double[]> permuted = permuted(data, found.features(), seed);
        for (Key key : Key.values()) {
            results.add(MetricResult.of(key, key.summary.applyAsDouble(sorted), data, seed)
                    .withNull(
                            permuted.stream().mapToDouble(key.summary).average().orElseThrow())
                    .withoutInterval("a summary of components, which a rotation changes")
                    .withNote("not comparable between encoders")
                    .withNote("null: mean of " + LabelPermutation.REPLICATES + " permutations")
                    .withNote(excluded(found)));
        }
        return results;
    }

    /** The sorted scores of those components under each permutation. */
    private static List<double[]> permuted(LabeledEmbeddings data, int[] features, long seed) {
        Rows rows = Rows.of(data);
        Rows centered = rows.centered();
        double[] total = ClassMoments.of(rows, new int[data.rows()], 1).within()[0];
        Clusters clusters = Clusters.of(data.classIndices(), data.groupIndices());
        return new PermutedScatter(centered, clusters, data.classes().size(), seed)
                .each()
                .map(between -> sorted(between, features, total))
                .toList();
    }

    private static double[] sorted(double[][] between, int[] features, double[] total) {
        double[] scores = new double[features.length];
        for (int i = 0; i < scores.length; i++) {
            double squares = 0;
            for (double[] b : between) {
                squares += b[features[i]] * b[features[i]];
            }
            scores[i] = squares / (total[features[i]] - squares);
        }
        Arrays.sort(scores);
        return scores;
    }

    private static String excluded(FeatureScores found) {
        List<String> remarks = new ArrayList<>();
        if (found.constant() > 0) {
            remarks.add("excluded " + found.constant() + " constant components");
        }
        if (found.constantWithin() > 0) {
            remarks.add("excluded " + found.constantWithin() + " components without spread within classes");
        }
        return String.join("; ", remarks);
    }

    private static double mean(double[] sorted, int largest) {
        int from = Math.max(0, sorted.length - largest);
        return Arrays.stream(sorted, from, sorted.length).average().orElseThrow();
    }

    private static double median(double[] sorted) {
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
