package io.discern.analysis.fisher;

import io.discern.analysis.FormedKey;
import io.discern.analysis.Headline;
import io.discern.analysis.KeyForm;
import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.Metric;
import io.discern.analysis.MetricResult;
import io.discern.analysis.ZeroRows;
import io.discern.analysis.linalg.Rows;
import io.discern.analysis.stats.Clusters;
import io.discern.analysis.stats.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The ratio of between-class to within-class scatter.
 *
 * <p>{@code trace-ratio = tr S_B / tr S_W = sum_c n_c |mu_c - mu|^2 / sum_c sum_{i in c} |x_i - mu_c|^2}, in [0, inf). {@code
 * trace-ratio-balanced = ((1/C) sum_c |mu_c - m|^2) / ((1/C) sum_c (1/n_c) sum_{i in c} |x_i - mu_c|^2)} with {@code m} the
 * mean of the class means, so that a large class does not decide alone. {@code ,unit} marks the same on rows of unit length.
 * Unchanged by rotation and by scaling all rows alike; {@code trace-ratio (n - C) / (C - 1)} is the Calinski-Harabasz index. A
 * class with one row has a mean and no spread; it takes part.
 *
 * <p><b>Interval.</b> For the ratio of the population, from the sums of whole groups within classes: {@link
 * TraceRatioInterval}. Class means of a sample scatter more than the classes do, which inflates the value by about the null
 * value; the interval is about the ratio without that. Where it is much of the value (many dimensions, few groups) the value
 * lies above its interval, and the note says so.
 * <b>Null value.</b> What labels dealt at random give: the ratio of expectations, {@code (C - 1) / (n - C)} for the plain and
 * {@code (1 - 1/C) sum_c (1/n_c) / sum_c (1 - 1/n_c)} for the balanced ratio, when rows are independent; the mean over
 * permutations of whole groups otherwise (the note says so).
 *
 * <p>References: Fisher, <i>The use of multiple measurements in taxonomic problems</i>, Annals of Eugenics 7 (1936) 179-188;
 * Fukunaga, <i>Introduction to Statistical Pattern Recognition</i> (1990), sec. 10.2, criterion J4; Calinski and Harabasz,
 * Communications in Statistics 3 (1974) 1-27.
 */
public final class TraceRatio implements Metric {
    /** The name of this metric in results. */
    public static final String NAME = "fisher";

    /**
     * A ratio.
     *
     * @param balanced whether classes are weighted equally
     * @param unit whether rows have unit length
     */
    public record Key(boolean balanced, boolean unit) implements FormedKey {
        /** How it prints. */
        public static final KeyForm<Key> FORM =
                KeyForm.of(Key.class, NAME, "trace-ratio[balanced?-balanced][unit?,unit]");

        @Override
        public KeyForm<Key> form() {
            return FORM;
        }
    }

    @Override
    public List<Headline> headlines() {
        return List.of(Headline.of("Class separation", new Key(true, true))
                .explained(
                        "Fisher trace ratio on unit rows, classes weighted equally: spread between classes over spread within"
                                + " them. Higher separates better.")
                .higherIsBetter()
                .against("chance")
                .asRanking());
    }

    @Override
    public List<MetricResult> measure(LabeledEmbeddings data, long seed) {
        List<MetricResult> results = new ArrayList<>(measure(data, seed, false, ""));
        results.addAll(ZeroRows.leftOut(
                data,
                (directions, excluded) -> measure(directions, seed, true, excluded),
                reason -> absent(data, seed, true, reason)));
        return results;
    }

    private static List<MetricResult> measure(LabeledEmbeddings data, long seed, boolean unit, String remark) {
        String reason = Scatter.reasonAgainst(data);
        Scatter scatter = reason.isEmpty() ? Scatter.of(data, unit) : null;
        if (scatter != null) {
            reason = scatter.reasonAgainst();
        }
        if (!reason.isEmpty()) {
            return absent(data, seed, unit, MetricResult.joined(remark, reason));
        }
        int[] labels = data.classIndices();
        Clusters clusters = Clusters.of(labels, data.groupIndices());
        Rows rows = unit ? Rows.unit(data) : Rows.of(data);
        TraceRatioNull chance = TraceRatioNull.of(data, rows, clusters, seed);
        Optional<TraceRatioInterval> intervals = clusters.resamplable()
                ? Optional.of(new TraceRatioInterval(
                        rows,
                        labels,
                        ClassMoments.of(rows, labels, data.classes().size()),
                        clusters))
                : Optional.empty();
        List<MetricResult> results = new ArrayList<>();
        for (boolean balanced : new boolean[] {false, true}) {
            MetricResult result = MetricResult.of(new Key(balanced, unit), scatter.ratio(balanced), data, seed)
                    .withNull(chance.value(balanced))
                    .withNote(remark)
                    .withNote(chance.note());
            results.add(intervals
                    .map(interval -> withInterval(result, interval.of(balanced)))
                    .orElseGet(() -> result.withNote("no interval: expected a class with at least two groups")));
        }
        return results;
    }

    private static MetricResult withInterval(MetricResult result, Interval interval) {
        return result.withInterval(interval)
                .withNote(
                        result.value().orElseThrow() > interval.high()
                                ? "value lies above its interval: errors of the class means inflate it beyond the population's ratio"
                                : "");
    }

    private static List<MetricResult> absent(LabeledEmbeddings data, long seed, boolean unit, String reason) {
        return List.of(
                MetricResult.absent(new Key(false, unit), reason, data, seed),
                MetricResult.absent(new Key(true, unit), reason, data, seed));
    }
}
