package io.discern.analysis.study;

import io.discern.analysis.MetricResult;
import java.util.List;
import java.util.Optional;

/**
 * One result of one encoder on one data set.
 *
 * @param encoder the encoder's label
 * @param dataset the data set's name
 * @param result the result
 */
public record StudyRow(String encoder, String dataset, MetricResult result) {

    /** The result of that encoder on that data set, with a value or absent with its reason; empty if it was not measured. */
    public static Optional<MetricResult> find(
            List<StudyRow> rows, String encoder, String dataset, String metric, String variant) {
        return rows.stream()
                .filter(row -> row.encoder().equals(encoder) && row.dataset().equals(dataset))
                .map(StudyRow::result)
                .filter(result ->
                        result.metric().equals(metric) && result.variant().equals(variant))
                .findFirst();
    }
}
