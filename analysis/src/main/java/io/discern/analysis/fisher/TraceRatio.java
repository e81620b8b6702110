package io.discern.analysis.fisher;

import io.discern.analysis.FormedKey;
import io.discern.analysis.Headline;
import io.discern.analysis.KeyForm;
import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.Metric;
import io.discern.analysis.MetricResult;
import io.discern.analysis.internal.fisher.ClassMoments;
import io.discern.analysis.internal.fisher.PopulationTraceRatio;
import io.discern.analysis.internal.linalg.Rows;
import io.discern.analysis.internal.rows.ZeroRows;
import io.discern.analysis.stats.Clusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * The ratio of between-class to within-class scatter.
 *
 * <p>{@code trace-ratio = tr S_B / tr S_W = sum_c n_c |mu_c - mu|^2 / sum_c sum_{i in c} |x_i - mu_c|^2}, in [0, inf). {@code
 * trace-ratio-balanced = ((1/C) sum_c |mu_c - m|^2) / ((1/C) sum_c (1/n_c) sum_{i in c} |x_i - mu_c|^2)} with {@code m} the
 * mean of the class means, so that a large class does not decide alone. {@code ,unit} marks the same on rows of unit length.
 * Unchanged by rotation and by scaling all rows alike; {@code trace-ratio (n - C) / (C - 1)} is the Calinski-Harabasz index. A
 * class with one row has a mean and no spread; it takes part.
 *
 * <p>{@code ,corrected} marks the ratio of the population: class means of a sample scatter more than the classes do, which
 * inflates the plain ratio by about its null value; that is taken off both scatters, and what falls below 0 is 0 ({@link
 * PopulationTraceRatio}). Compare encoders by it. <b>Interval.</b> Of the corrected ratio, from the sums of whole groups within
 * classes; the plain one has none.
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
     * @param corrected whether what the class means of a sample err is taken off
     */
    public record Key(boolean balanced, boolean unit, boolean corrected) implements FormedKey {
        /** How it prints. */
        public static final KeyForm<Key> FORM =
                KeyForm.of(Key.class, NAME, "trace-ratio[balanced?-balanced][unit?,unit][corrected?,corrected]");

        @Override
        public KeyForm<Key> form() {
            return FORM;
        }
    }

    @Override
    public List<Headline> headlines() {
        return List.of(Headline.of("Class separation", new Key(true, true, true))
                .explained(
                        "Fisher trace ratio on unit rows, classes weighted equally: spread between classes over spread within"
                                + " them, without what the class means of a sample err. 0 is no separation; higher separates better.")
                .higherIsBetter()
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

    /**
     * The plain ratio of rows as they are, alone, without interval and null value.
     *
     * @return empty if there are not two classes that have a scatter
     */
    public static OptionalDouble value(LabeledEmbeddings data) {
        return Scatter.reasonAgainst(data).isEmpty()
                ? OptionalDouble.of(Scatter.of(data, false).ratio(false))
                : OptionalDouble.empty();
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
        Optional<PopulationTraceRatio> population = clusters.resamplable()
                ? Optional.of(new PopulationTraceRatio(
                        rows,
                        labels,
                        ClassMoments.of(rows, labels, data.classes().size()),
                        clusters,
                        data.groups()))
                : Optional.empty();
        List<MetricResult> results = new ArrayList<>();
        for (boolean balanced : new boolean[] {false, true}) {
            results.add(MetricResult.of(new Key(balanced, unit, false), scatter.ratio(balanced), data, seed)
                    .withNull(chance.value(balanced))
                    .withNote(remark)
                    .withNote(chance.note())
                    .withoutInterval("errors of the class means inflate it; read the corrected ratio's"));
        }
        for (boolean balanced : new boolean[] {false, true}) {
            Key key = new Key(balanced, unit, true);
            results.add(population
                    .map(of -> of.of(balanced))
                    .map(estimate -> MetricResult.of(key, estimate.value(), data, seed)
                            .withInterval(estimate.interval())
                            .withInfluences(estimate.influences())
                            .withNote(plain(scatter.ratio(balanced), chance.value(balanced)))
                            .withNote(remark))
                    .orElseGet(() -> MetricResult.absent(
                            key, MetricResult.joined(remark, "no class with two groups; expected one"), data, seed)));
        }
        return results;
    }

    private static String plain(double ratio, OptionalDouble chance) {
        String plain = String.format(Locale.ROOT, "plain ratio %.4g", ratio);
        return chance.isPresent() ? plain + String.format(Locale.ROOT, ", chance %.4g", chance.getAsDouble()) : plain;
    }

    private static List<MetricResult> absent(LabeledEmbeddings data, long seed, boolean unit, String reason) {
        return Stream.of(
                        new Key(false, unit, false),
                        new Key(true, unit, false),
                        new Key(false, unit, true),
                        new Key(true, unit, true))
                .map(key -> MetricResult.absent(key, reason, data, seed))
                .toList();
    }
}
