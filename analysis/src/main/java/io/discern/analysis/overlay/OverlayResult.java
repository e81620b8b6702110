package io.discern.analysis.overlay;

import io.discern.analysis.MetricResult;
import io.discern.run.ImageFailure;
import java.util.List;

/**
 * What overlays did to an encoder on a data set.
 *
 * @param results the measured shares and shifts
 * @param failures images that could not be encoded in some condition, and so were left out of all; the reason names it
 */
public record OverlayResult(List<MetricResult> results, List<ImageFailure> failures) {

    /** Copies. */
    public OverlayResult {
        results = List.copyOf(results);
        failures = List.copyOf(failures);
    }
}
