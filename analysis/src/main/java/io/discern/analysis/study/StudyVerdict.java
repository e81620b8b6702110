package io.discern.analysis.study;

import io.discern.analysis.overlay.verdict.OverlayVerdict;

/**
 * What the overlay suite found of one encoder on one data set.
 *
 * @param encoder the encoder's label
 * @param dataset the data set's name
 * @param verdict the findings
 */
public record StudyVerdict(String encoder, String dataset, OverlayVerdict verdict) {}
