package io.discern.analysis.study;

import io.discern.analysis.MetricResult;

/**
 * One result of one encoder on one data set.
 *
 * @param encoder the encoder's label
 * @param dataset the data set's name
 * @param result the result
 */
public record StudyRow(String encoder, String dataset, MetricResult result) {}
