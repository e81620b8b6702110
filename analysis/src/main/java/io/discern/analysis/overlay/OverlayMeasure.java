package io.discern.analysis.overlay;

/** One question that the suite asks of the evidence. */
@FunctionalInterface
interface OverlayMeasure {

    /** Adds its results, always the same variants for the same plan: what cannot be had is absent with its reason. */
    void measure(OverlayEvidence evidence, OverlayRows rows);
}
