package io.discern.analysis.overlay.measure;

import io.discern.analysis.Curve;
import io.discern.analysis.Headline;
import io.discern.analysis.overlay.run.OverlayEvidence;
import java.util.List;

/**
 * One question that the suite asks of the evidence. Implementations are immutable and safe for concurrent use;
 * {@code OverlaySuite.withMeasure} takes one's own.
 */
@FunctionalInterface
public interface OverlayMeasure {
    /** The name of the metric in results. */
    String NAME = "overlay";

    /** Adds its results, always the same variants for the same plan: what cannot be had is absent with its reason. */
    void measure(OverlayEvidence evidence, OverlayRows rows);

    /** Which of its results pages should show first; none unless a measure says so. */
    default List<Headline> headlines() {
        return List.of();
    }

    /** Which of its results pages should draw over doses; none unless a measure says so. */
    default List<Curve<?>> curves() {
        return List.of();
    }
}
