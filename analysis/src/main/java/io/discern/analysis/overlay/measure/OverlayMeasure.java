package io.discern.analysis.overlay.measure;

import io.discern.analysis.Curve;
import io.discern.analysis.Headline;
import io.discern.analysis.MetricResult;
import java.util.List;

/**
 * One more question that the suite asks of the evidence: {@code OverlaySuite.withMeasure} takes it. Implementations are immutable
 * and safe for concurrent use.
 */
@FunctionalInterface
public interface OverlayMeasure {
    /** The name of the metric in results. */
    String NAME = "overlay";

    /** Its results, always the same variants for the same plan: what cannot be had is absent with its reason. */
    List<MetricResult> measure(OverlayEvidence evidence);

    /** Which of its results pages should show first; none unless a measure says so. */
    default List<Headline> headlines() {
        return List.of();
    }

    /** Which of its results pages should draw over doses; none unless a measure says so. */
    default List<Curve<?>> curves() {
        return List.of();
    }
}
