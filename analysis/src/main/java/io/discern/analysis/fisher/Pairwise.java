package io.discern.analysis.fisher;

import io.discern.analysis.FormedKey;
import io.discern.analysis.KeyForm;
import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.Metric;
import io.discern.analysis.MetricResult;
import io.discern.analysis.ResultKey;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * The {@linkplain PairwiseDistances distances of classes}, and which two are hardest to tell apart.
 *
 * <p>{@code pairwise,min} is the smallest {@code d2_ab = |mu_a - mu_b|^2 / (v_a + v_b)}, its pair named in the note; {@code
 * pairwise,A/B} is that of the classes A and B, for each pair. In [0, inf). Classes with a single row have no spread of their
 * own: they are left out and counted.
 *
 * <p><b>Interval.</b> Infinitesimal jackknife over groups within classes; none for the minimum, which a jackknife cannot see
 * switch pairs: read that of its pair. <b>Null value.</b> With independent rows {@code (1/n_a + 1/n_b) / 2}, the ratio of
 * expectations if both classes are the same; absent with groups.
 *
 * <p>Reference: Fukunaga, <i>Introduction to Statistical Pattern Recognition</i> (1990), sec. 10.2 (J4 of two classes).
 */
public final class Pairwise implements Metric {
    /** The smallest distance of all pairs. */
    public static final ResultKey MINIMUM = ResultKey.of(TraceRatio.NAME, "pairwise,min");

    /**
     * The distance of two classes.
     *
     * @param first the class that sorts first
     * @param second the other
     */
    public record Key(String first, String second) implements FormedKey {
        /** How it prints. */
        public static final KeyForm<Key> FORM = KeyForm.of(Key.class, TraceRatio.NAME, "pairwise,{first}/{second}");

        @Override
        public KeyForm<Key> form() {
            return FORM;
        }

        @Override
        public String toString() {
            return first + "/" + second;
        }
    }

    @Override
    public List<MetricResult> measure(LabeledEmbeddings data, long seed) {
        int[] labels = data.classIndices();
        int[] kept = IntStream.range(0, labels.length)
                .filter(i -> data.classCount(labels[i]) > 1)
                .toArray();
        String excluded = kept.length == labels.length
                ? ""
                : "excluded " + (labels.length - kept.length) + " classes with a single row";
        if (kept.length == 0
                || IntStream.of(kept).map(i -> labels[i]).distinct().count() < 2) {
            return List.of(MetricResult.absent(
                    MINIMUM, "fewer than two classes have two rows; expected at least two", data, seed));
        }
        if (excluded.isEmpty()) {
            return measure(data, seed, excluded);
        }
        try (LabeledEmbeddings some = data.select(kept)) {
            return measure(some, seed, excluded);
        }
    }

    private static List<MetricResult> measure(LabeledEmbeddings data, long seed, String excluded) {
        PairwiseDistances distances = PairwiseDistances.of(data);
        List<MetricResult> results = new ArrayList<>();
        for (int a = 0; a < data.classes().size(); a++) {
            for (int b = a + 1; b < data.classes().size(); b++) {
                results.add(pair(distances, a, b, data, seed).withNote(excluded));
            }
        }
        results.add(
                0,
                results.stream()
                        .filter(result -> result.value().isPresent())
                        .min((one, other) -> Double.compare(
                                one.value().getAsDouble(), other.value().getAsDouble()))
                        .map(least -> MetricResult.of(MINIMUM, least.value().getAsDouble(), data, seed)
                                .withoutInterval("which pair is least may change; read the pair's")
                                .withNote("hardest pair: " + least.key())
                                .withNote(excluded))
                        .orElseGet(() ->
                                MetricResult.absent(MINIMUM, "no pair of classes has spread within", data, seed)));
        return results;
    }

    private static MetricResult pair(PairwiseDistances distances, int a, int b, LabeledEmbeddings data, long seed) {
        Key key = new Key(data.classes().get(a), data.classes().get(b));
        if (distances.undefined(a, b)) {
            return MetricResult.absent(key, "neither class has spread within", data, seed);
        }
        MetricResult result = MetricResult.of(key, distances.between(a, b), data, seed)
                .withN(data.classCount(a) + data.classCount(b))
                .withNull(
                        data.grouped()
                                ? OptionalDouble.empty()
                                : OptionalDouble.of((1.0 / data.classCount(a) + 1.0 / data.classCount(b)) / 2));
        return result.withInterval(
                distances.interval(a, b), distances.clusters(a, b).few());
    }
}
