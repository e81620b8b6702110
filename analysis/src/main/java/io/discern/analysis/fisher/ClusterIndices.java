package io.discern.analysis.fisher;

import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.Metric;
import io.discern.analysis.MetricResult;
import io.discern.analysis.ResultKey;
import io.discern.analysis.internal.fisher.ClassMoments;
import io.discern.analysis.internal.linalg.Rows;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Two indices of cluster analysis, with the classes as clusters.
 *
 * <p>{@code calinski-harabasz = (tr S_B / (C - 1)) / (tr S_W / (n - C))}, in [0, inf), larger is better: the trace ratio over
 * its null value. {@code davies-bouldin = (1/C) sum_c max_{b != c} (s_c + s_b) / |mu_c - mu_b|} with {@code s_c} the mean
 * distance of the rows of c to their mean, in [0, inf), <b>smaller is better</b>. Equal to scikit-learn's. A class with one row
 * has s_c = 0.
 *
 * <p><b>Interval.</b> None; that of the trace ratio, scaled, is that of Calinski-Harabasz. <b>Null value.</b> 1 for
 * Calinski-Harabasz with independent rows, as an F ratio; none for Davies-Bouldin.
 *
 * <p>References: Calinski and Harabasz, Communications in Statistics 3 (1974) 1-27; Davies and Bouldin, <i>A cluster separation
 * measure</i>, IEEE Trans. PAMI 1 (1979) 224-227.
 */
public final class ClusterIndices implements Metric {
    /** The indices. */
    public enum Key implements ResultKey {
        /** The larger the better. */
        CALINSKI_HARABASZ("calinski-harabasz"),
        /** The smaller the better. */
        DAVIES_BOULDIN("davies-bouldin");

        private final String variant;

        Key(String variant) {
            this.variant = variant;
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
        Scatter scatter = null;
        if (reason.isEmpty()) {
            scatter = Scatter.of(data, false);
            reason = scatter.reasonAgainst();
        }
        if (!reason.isEmpty()) {
            return List.of(
                    MetricResult.absent(Key.CALINSKI_HARABASZ, reason, data, seed),
                    MetricResult.absent(Key.DAVIES_BOULDIN, reason, data, seed));
        }
        int classes = data.classes().size();
        double index = scatter.ratio(false) * (data.rows() - classes) / (classes - 1);
        return List.of(
                MetricResult.of(Key.CALINSKI_HARABASZ, index, data, seed)
                        .withNull(data.grouped() ? OptionalDouble.empty() : OptionalDouble.of(1))
                        .withoutInterval("the trace ratio times a constant; read the corrected ratio's"),
                daviesBouldin(data, seed));
    }

    private static MetricResult daviesBouldin(LabeledEmbeddings data, long seed) {
        int[] labels = data.classIndices();
        int classes = data.classes().size();
        ClassMoments moments = ClassMoments.of(Rows.of(data), labels, classes);
        double[] squares = Rows.of(data).minus(moments.means(), labels).squares();
        double[] spread = new double[classes];
        for (int i = 0; i < labels.length; i++) {
            spread[labels[i]] += Math.sqrt(squares[i]) / moments.counts()[labels[i]];
        }
        double index = 0;
        for (int a = 0; a < classes; a++) {
            double worst = 0;
            for (int b = 0; b < classes; b++) {
                if (a != b) {
                    worst = Math.max(worst, (spread[a] + spread[b]) / distance(moments.means()[a], moments.means()[b]));
                }
            }
            index += worst / classes;
        }
        return Double.isFinite(index)
                ? MetricResult.of(Key.DAVIES_BOULDIN, index, data, seed)
                        .withNote("smaller is better")
                        .withoutInterval("a mean of the largest of several ratios")
                : MetricResult.absent(Key.DAVIES_BOULDIN, "two class means are equal", data, seed);
    }

    private static double distance(double[] one, double[] other) {
        double squares = 0;
        for (int j = 0; j < one.length; j++) {
            squares += (one[j] - other[j]) * (one[j] - other[j]);
        }
        return Math.sqrt(squares);
    }
}
