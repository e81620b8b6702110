package io.discern.analysis.internal.rows;

import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.MetricResult;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Zero rows have no direction: what goes by cosine leaves them out and counts them. */
public final class ZeroRows {
    private ZeroRows() {}

    /**
     * Measures the other rows.
     *
     * @param data is given on as it is if no row is zero, else the others copied
     * @param measure gets at least one row, none of them zero, and the remark that says how many were left out, empty if none was
     * @param absent gets the reason where all rows are zero
     */
    public static List<MetricResult> leftOut(
            LabeledEmbeddings data,
            BiFunction<LabeledEmbeddings, String, List<MetricResult>> measure,
            Function<String, List<MetricResult>> absent) {
        int[] others = IntStream.range(0, data.rows())
                .filter(row -> data.norm(row) > 0)
                .toArray();
        if (others.length == data.rows()) {
            return measure.apply(data, "");
        }
        String excluded = "excluded " + (data.rows() - others.length) + " zero rows, which have no direction";
        if (others.length == 0) {
            return absent.apply(excluded + "; none is left");
        }
        try (LabeledEmbeddings directions = data.select(others)) {
            return measure.apply(directions, excluded);
        }
    }
}
