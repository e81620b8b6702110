package io.discern.analysis.geometry;

import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.Metric;
import io.discern.analysis.MetricResult;
import io.discern.analysis.ResultKey;
import io.discern.analysis.internal.fisher.PopulationTraceRatio;
import io.discern.analysis.internal.linalg.Rows;
import io.discern.analysis.internal.linalg.Spectrum;
import io.discern.analysis.internal.stats.LabelPermutation;
import io.discern.analysis.stats.Clusters;
import io.discern.analysis.stats.InfinitesimalJackknife;
import io.discern.analysis.stats.Influences;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How much nearer rows are to their own class than to the nearest other.
 *
 * <p>{@code s_i = (b_i - a_i) / max(a_i, b_i)}, in [-1, 1], with a_i the mean distance to the other rows of the class and b_i
 * the least mean distance to the rows of another class; 0 for the row of a class of one. {@code cosine} and {@code euclidean}
 * are the means over rows, {@code cosine,balanced} the mean over classes of the means within. Equal to scikit-learn's {@code
 * silhouette_samples}. By cosine it follows from class sums, O(n d C); by Euclidean distance from all pairs, O(n^2 d).
 *
 * <p><b>Interval</b> of the cosine variants: infinitesimal jackknife over groups within classes; a bootstrap would put copies
 * of a row at distance 0. <b>Null value</b> of the cosine variants: mean over permutations of the (group) labels. Neither for
 * {@code euclidean}. Zero rows have no direction: they are left out of the cosine variants and counted.
 *
 * <p>Reference: Rousseeuw, <i>Silhouettes: a graphical aid to the interpretation and validation of cluster analysis</i>, J.
 * Computational and Applied Mathematics 20 (1987) 53-65.
 */
public final class Silhouette implements Metric {
    /** The name of this metric in results. */
    public static final String NAME = "silhouette";

    /** The means. */
    public enum Key implements ResultKey {
        /** Over rows, by cosine. */
        COSINE("cosine"),
        /** Over classes of the means within, by cosine. */
        BALANCED("cosine,balanced"),
        /** Over rows, by Euclidean distance. */
        EUCLIDEAN("euclidean");

        private final String variant;

        Key(String variant) {
            this.variant = variant;
        }

        @Override
        public String metric() {
            return NAME;
        }

        @Override
        public String variant() {
            return variant;
        }
    }

    private final boolean euclideanToo;

    /** All three. */
    public Silhouette() {
        this(true);
    }

    private Silhouette(boolean euclideanToo) {
        this.euclideanToo = euclideanToo;
    }

    /** The cosine variants alone: their time grows with the rows, that of {@code euclidean} with their pairs. */
    public static Silhouette byCosine() {
        return new Silhouette(false);
    }

    /**
     * The silhouette of each row by cosine distance.
     *
     * @param data at least two classes and no zero row
     */
    public static double[] cosineSamples(LabeledEmbeddings data) {
        requireTwoClasses(data);
        if (data.zeroRows().length > 0) {
            throw new IllegalArgumentException(
                    data.zeroRows().length + " zero rows have no direction; expected none, select others");
        }
        return new CosineSilhouette(data).samples();
    }

    /**
     * The silhouette of each row by Euclidean distance.
     *
     * @param data at least two classes
     */
    public static double[] euclideanSamples(LabeledEmbeddings data) {
        requireTwoClasses(data);
        return EuclideanSilhouette.samples(data);
    }

    private static void requireTwoClasses(LabeledEmbeddings data) {
        if (data.classes().size() < 2) {
            throw new IllegalArgumentException(data.reasonAgainstClasses());
        }
    }

    @Override
    public List<MetricResult> measure(LabeledEmbeddings data, long seed) {
        List<MetricResult> results = new ArrayList<>(Directions.measure(
                List.of(Key.COSINE, Key.BALANCED), data, seed, directions -> cosine(directions, seed)));
        if (euclideanToo) {
            results.add(euclidean(data, seed));
        }
        return results;
    }

    private static String reasonAgainst(LabeledEmbeddings data) {
        String reason = data.reasonAgainstClasses();
        return reason.isEmpty() && data.rows() == data.classes().size()
                ? "every class has a single row; expected more rows"
                : reason;
    }

    private static MetricResult euclidean(LabeledEmbeddings data, long seed) {
        String reason = reasonAgainst(data);
        if (!reason.isEmpty()) {
            return MetricResult.absent(Key.EUCLIDEAN, reason, data, seed);
        }
        if (allEqual(data)) {
            return MetricResult.absent(Key.EUCLIDEAN, "all rows are equal", data, seed);
        }
        double[] samples = EuclideanSilhouette.samples(data);
        return MetricResult.of(Key.EUCLIDEAN, Arrays.stream(samples).average().orElseThrow(), data, seed)
                .withoutInterval("its derivatives need all pairs twice; read the cosine silhouette's")
                .withNote(singletons(data));
    }

    private static boolean allEqual(LabeledEmbeddings data) {
        Rows rows = Rows.of(data);
        double spread = Arrays.stream(rows.centered().squares()).sum();
        return spread <= Spectrum.MEAN_ROUNDING * Arrays.stream(rows.squares()).sum();
    }

    private static List<MetricResult> cosine(LabeledEmbeddings data, long seed) {
        String reason = reasonAgainst(data);
        if (!reason.isEmpty()) {
            return Directions.absent(List.of(Key.COSINE, Key.BALANCED), reason, data, seed);
        }
        CosineSilhouette silhouette = new CosineSilhouette(data);
        double[] samples = silhouette.samples();
        int[] labels = data.classIndices();
        int[] counts = new int[data.classes().size()];
        Arrays.setAll(counts, data::classCount);
        Clusters clusters = Clusters.of(labels, data.groupIndices());
        double[] nullValues = new double[2];
        silhouette.permuted(clusters, seed, (permuted, permutedLabels, sizes) -> {
            nullValues[0] += mean(permuted) / LabelPermutation.REPLICATES;
            nullValues[1] += mean(classMeans(permuted, permutedLabels, sizes)) / LabelPermutation.REPLICATES;
        });
        double[] ofClass = classMeans(samples, labels, counts);
        double[] shares = new double[labels.length];
        double[] means = new double[labels.length];
        List<MetricResult> results = new ArrayList<>();
        for (boolean balanced : new boolean[] {false, true}) {
            double value = mean(balanced ? ofClass : samples);
            Arrays.setAll(shares, i -> balanced ? 1.0 / counts.length / counts[labels[i]] : 1.0 / labels.length);
            Arrays.setAll(means, i -> balanced ? ofClass[labels[i]] : value);
            MetricResult result = MetricResult.of(balanced ? Key.BALANCED : Key.COSINE, value, data, seed)
                    .withNull(nullValues[balanced ? 1 : 0])
                    .withNote(singletons(data));
            double[] derivatives = silhouette.derivatives(shares, means);
            double share = PopulationTraceRatio.share(data, clusters, balanced);
            results.add(result.withInterval(
                            InfinitesimalJackknife.interval(value, derivatives, clusters, share)
                                    .map(interval -> interval.cut(-1, 1)),
                            clusters.few())
                    .withInfluences(Influences.ofRows(derivatives, clusters, data.groups())
                            .times(Math.sqrt(share))));
        }
        return results;
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }

    private static double[] classMeans(double[] samples, int[] labels, int[] counts) {
        double[] means = new double[counts.length];
        for (int i = 0; i < samples.length; i++) {
            means[labels[i]] += samples[i] / counts[labels[i]];
        }
        return means;
    }

    private static String singletons(LabeledEmbeddings data) {
        long lonely = IntStream.range(0, data.classes().size())
                .filter(label -> data.classCount(label) == 1)
                .count();
        return lonely == 0 ? "" : lonely + " classes have a single row, whose silhouette is 0";
    }
}
