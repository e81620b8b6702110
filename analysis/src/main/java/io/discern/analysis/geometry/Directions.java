package io.discern.analysis.geometry;

import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.MetricResult;
import io.discern.analysis.ResultKey;
import io.discern.analysis.internal.rows.ZeroRows;
import java.util.List;
import java.util.function.Function;

/** The rows that have a direction: a zero row has none, so it is left out of what goes by cosine, and counted. */
final class Directions {

    private Directions() {}

    /**
     * Measures the rows that have a direction.
     *
     * @param keys what is absent where no row is left
     * @param measure gets at least one row, none of them zero
     */
    static List<MetricResult> measure(
            List<? extends ResultKey> keys,
            LabeledEmbeddings data,
            long seed,
            Function<LabeledEmbeddings, List<MetricResult>> measure) {
        return ZeroRows.leftOut(
                data,
                (directions, excluded) -> measure.apply(directions).stream()
                        .map(result -> result.withNote(excluded))
                        .toList(),
                reason -> absent(keys, reason, data, seed));
    }

    static List<MetricResult> absent(List<? extends ResultKey> keys, String reason, LabeledEmbeddings data, long seed) {
        return keys.stream()
                .<MetricResult>map(key -> MetricResult.absent(key, reason, data, seed))
                .toList();
    }
}
