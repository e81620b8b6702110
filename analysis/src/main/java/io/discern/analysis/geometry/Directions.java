package io.discern.analysis.geometry;

import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.MetricResult;
import io.discern.analysis.ZeroRows;
import java.util.List;
import java.util.function.Function;

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
        return ZeroRows.leftOut(
                data,
                (directions, excluded) -> measure.apply(directions).stream()
                        .map(result -> result.withNote(excluded))
                        .toList(),
                reason -> absent(metric, variants, reason, data, seed));
    }

    static List<MetricResult> absent(
            String metric, List<String> variants, String reason, LabeledEmbeddings data, long seed) {
        return variants.stream()
                .map(variant -> MetricResult.absent(metric, variant, reason, data, seed))
                .toList();
    }
}
