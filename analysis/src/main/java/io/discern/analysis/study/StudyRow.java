package io.discern.analysis.study;

import io.discern.analysis.MetricResult;

/**
 * One result of one encoder on one data set.
 *
 * @param encoder the encoder's label, or that of a {@linkplain #pair pair}
 * @param dataset the data set's name
 * @param result the result
 */
public record StudyRow(String encoder, String dataset, MetricResult result) {
    /** What stands in the place of the encoder where a result concerns two. */
    public static String pair(String first, String second) {
        return first + " vs " + second;
    }
}
