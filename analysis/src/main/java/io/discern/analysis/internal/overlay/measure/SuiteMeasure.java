package io.discern.analysis.internal.overlay.measure;

/** One question that the suite asks of the evidence. Implementations are immutable and safe for concurrent use. */
public interface SuiteMeasure {

    /** Adds its results, always the same variants for the same plan: what cannot be had is absent with its reason. */
    void measure(SuiteEvidence evidence, OverlayRows rows);
}
