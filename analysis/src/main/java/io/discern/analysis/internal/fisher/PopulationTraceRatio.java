package io.discern.analysis.internal.fisher;

import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.internal.linalg.Products;
import io.discern.analysis.internal.linalg.Rows;
import io.discern.analysis.stats.Clusters;
import io.discern.analysis.stats.InfinitesimalJackknife;
import io.discern.analysis.stats.Influences;
import io.discern.analysis.stats.Interval;
import io.discern.analysis.stats.Jackknife;
import java.util.Arrays;
import java.util.List;

/**
 * The trace ratios of a population and their intervals, from what each cluster adds to the scatters of a sample.
 *
 * <p><b>Value.</b> With class weights w_c (n_c / n, or 1/C if balanced), {@code B = sum_c w_c |mu_c - mu|^2} and {@code W =
 * sum_c (w_c / n_c) sum_i |x_i - mu_c|^2}: class means of a sample scatter more than the classes do, and rows less about them,
 * by what the means err. {@code r = (B - sum_c w_c (1 - w_c) tr Cov_c) / (W + sum_c w_c tr Cov_c)}, the {@linkplain MeanErrors
 * covariances} estimated, has neither bias. A ratio is not negative: where r is, the value is 0.
 *
 * <p><b>Variance.</b> Of r in two orders of the errors of the means: V = F + Q, with {@code Q = 2 sum_cb a_cb^2 tr(Cov_c Cov_b)
 * / W^2}, a_cb as in {@link MeanErrors#products}: all that is left where classes do not differ, or where many dimensions drown
 * the differences. The jackknife over clusters sees F + 2 Q (a bootstrap F + 3 Q), so {@code V = J - Q}, but at least J/2.
 *
 * <p><b>Ends.</b> F grows with the ratio, as for any squared length. The ends e solve {@code (e - r)^2 = t^2 (V + (e - r) F /
 * (2 max(r, sqrt Q)))}, r at least 0: half of that slope is what an interval of the root, whose variance does not grow, amounts to. They are
 * cut at 0.
 *
 * <p>References: Chen and Qin, <i>A two-sample test for high-dimensional data with applications to gene-set testing</i>, Annals
 * of Statistics 38 (2010) 808-835 (B without bias, and Q); Efron and Stein, Annals of Statistics 9 (1981) 586-596 (what the
 * jackknife sees of Q).
 */
public final class PopulationTraceRatio {
    private final Rows residuals;
    private final ClassMoments moments;
    private final Clusters clusters;
    private final List<String> groups;
    private final MeanErrors errors;

    /**
     * Of labelled rows.
     *
     * @param moments of these rows
     * @param clusters of the classes as strata; some class has two
     * @param groups the name of the group of each row
     */
    public PopulationTraceRatio(Rows rows, int[] labels, ClassMoments moments, Clusters clusters, List<String> groups) {
        this.residuals = rows.minus(moments.means(), labels);
        this.moments = moments;
        this.clusters = clusters;
        this.groups = groups;
        this.errors = new MeanErrors(residuals, moments.counts(), clusters);
    }

    /**
     * The ratio.
     *
     * @param interval holds the value
     * @param influences how it moves without each group, so scaled that their variance is that of the ratio
     * @param share of what the jackknife sees that is variance: 1/2 where classes do not differ, near 1 where they do. It holds for whatever
     *     compares rows within and between classes in pairs
     */
    public record Estimate(double value, Interval interval, Influences influences, double share) {}

    /** With classes weighted alike, or by their rows. */
    public Estimate of(boolean balanced) {
        double[] weights = new double[moments.classes()];
        Arrays.setAll(weights, c -> balanced ? 1.0 / weights.length : (double) moments.counts()[c] / moments.rows());
        double[][] apart = apart(weights);
        double[] distances = Arrays.stream(apart)
                .mapToDouble(a -> Arrays.stream(a).map(v -> v * v).sum())
                .toArray();
        double between = 0;
        double spread = 0;
        for (int label = 0; label < weights.length; label++) {
            between += weights[label] * (distances[label] - (1 - weights[label]) * errors.variance(label));
            spread += weights[label] * (moments.scatter(label) / moments.counts()[label] + errors.variance(label));
        }
        double within = spread;
        double ratio = between / within;
        double[] changes = clusters.sums(residuals.squares());
        Products.dots(errors.moves(), apart, (cluster, along) -> {
            int own = clusters.stratum(cluster);
            double share = (double) clusters.size(cluster) / moments.counts()[own];
            double squares = changes[cluster] / moments.counts()[own];
            double moved = 2 * (along[own] - (1 - weights[own]) * errors.squares()[cluster]) - ratio * squares;
            // Where rows weigh alike, a class weighs as its clusters do; else its mean square does not grow with them.
            double weighed = balanced ? ratio * moments.scatter(own) / moments.counts()[own] : distances[own];
            changes[cluster] = weights[own] * (moved + share * weighed);
        });
        Jackknife jackknife = InfinitesimalJackknife.ofClusters(between, changes, clusters);
        double second = Math.max(0, 2 * errors.products(weights)) / within / within;
        double value = Math.max(0, ratio);
        double[] derivatives =
                Arrays.stream(changes).map(change -> change / within).toArray();
        double share = share(Math.pow(jackknife.standardError() / within, 2), second);
        return new Estimate(
                value,
                interval(value, jackknife, within, second),
                Influences.of(derivatives, clusters, groups).times(Math.sqrt(share)),
                share);
    }

    /** The class means less their weighted mean. */
    private double[][] apart(double[] weights) {
        double[] center = moments.center(weights);
        return Arrays.stream(moments.means())
                .map(mean -> {
                    double[] apart = mean.clone();
                    Arrays.setAll(apart, j -> mean[j] - center[j]);
                    return apart;
                })
                .toArray(double[][]::new);
    }

    /** Of the ratio by the jackknife of its numerator. */
    private static Interval interval(double ratio, Jackknife numerator, double within, double second) {
        double seen = Math.pow(numerator.standardError() / within, 2);
        double variance = seen * share(seen, second);
        double first = Math.max(0, variance - second);
        double slope = first == 0 ? 0 : first / 2 / Math.max(ratio, Math.sqrt(second));
        return Interval.growing(ratio, variance, slope, numerator.t()).nonNegative();
    }

    private static double share(double seen, double second) {
        return seen == 0 ? 1 : Math.max(1 - second / seen, 0.5);
    }

    /**
     * The {@linkplain Estimate#share share} for the directions of rows.
     *
     * @param data no zero row
     * @param clusters some class has two
     * @param balanced whether classes weigh alike, or by their rows
     */
    public static double share(LabeledEmbeddings data, Clusters clusters, boolean balanced) {
        Rows rows = Rows.unit(data);
        int[] labels = data.classIndices();
        ClassMoments moments = ClassMoments.of(rows, labels, data.classes().size());
        double spread = 0;
        for (int label = 0; label < moments.classes(); label++) {
            spread += moments.scatter(label);
        }
        if (spread == 0 || !clusters.few().isEmpty()) {
            return 1;
        }
        return new PopulationTraceRatio(rows, labels, moments, clusters, data.groups())
                .of(balanced)
                .share();
    }
}
