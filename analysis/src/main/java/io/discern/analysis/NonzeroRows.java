package io.discern.analysis;

import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.IntStream;

/** The rows that have a direction: what goes by cosine leaves zero rows out and counts them in its notes. */
public final class NonzeroRows {
    private NonzeroRows() {}

    /**
     * Measures the rows that have a direction.
     *
     * @param measure gets at least one row, none of them zero, and the remark on what was excluded, empty if nothing was
     * @param absent gives the results where no row is left, from the reason
     */
    public static List<MetricResult> measure(
            LabeledEmbeddings data,
            BiFunction<LabeledEmbeddings, String, List<MetricResult>> measure,
            Function<String, List<MetricResult>> absent) {
        int[] kept = IntStream.range(0, data.rows()).filter(row -> data.norm(row) > 0).toArray();
        if (kept.length == data.rows()) {
            return measure.apply(data, "");
        }
        String excluded = "excluded " + (data.rows() - kept.length) + " zero rows, which have no direction";
        if (kept.length == 0) {
            return absent.apply(excluded + "; none is left");
        }
        try (LabeledEmbeddings directions = data.select(kept)) {
            return measure.apply(directions, excluded);
        }
    }
}
