package io.discern.analysis.geometry;

import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.MetricResult;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/** The rows that have a direction: a zero row has none, so it is left out of what goes by cosine, and counted. */
final class Directions {

    private Directions() {}

    /**
     * Measures the rows that have a direction.
     *
     * @param variants what is absent where no row is left
     * @param measure gets at least one row, none of them zero
     */
    static List<MetricResult> measure(
            String metric,
            List<String> variants,
            LabeledEmbeddings data,
            long seed,
            Function<LabeledEmbeddings, List<MetricResult>> measure) {
        int[] kept = IntStream.range(0, data.rows()).filter(row -> data.norm(row) > 0).toArray();
        if (kept.length == data.rows()) {
            return measure.apply(data);
        }
        String excluded = "excluded " + (data.rows() - kept.length) + " zero rows, which have no direction";
        if (kept.length == 0) {
            return absent(metric, variants, excluded + "; none is left", data, seed);
        }
        try (LabeledEmbeddings directions = data.select(kept)) {
            return measure.apply(directions).stream().map(result -> result.withNote(excluded)).toList();
        }
    }

    static List<MetricResult> absent(
            String metric, List<String> variants, String reason, LabeledEmbeddings data, long seed) {
        return variants.stream()
                .map(variant -> MetricResult.absent(metric, variant, reason, data, seed))
                .toList();
    }

    /** Why there are no two classes; empty if there are. */
    static String reasonAgainstClasses(LabeledEmbeddings data) {
        return data.classes().size() < 2
                ? "one class only (" + data.classes().get(0) + "); expected at least two"
                : "";
    }
}
