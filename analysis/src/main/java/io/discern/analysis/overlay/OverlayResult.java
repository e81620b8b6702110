package io.discern.analysis.overlay;

import io.discern.analysis.MetricResult;
import io.discern.analysis.overlay.verdict.OverlayVerdict;
import io.discern.run.ImageFailure;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/**
 * What overlays did to an encoder on a data set.
 *
 * @param results what was measured; of the suite the last has no value and says the verdict in its note
 * @param verdict what the suite's results amount to; empty for {@link OverlayBias}, which cannot tell
 * @param failures images that could not be encoded in some condition, and so were left out of all; the reason names it
 */
public record OverlayResult(List<MetricResult> results, Optional<OverlayVerdict> verdict, List<ImageFailure> failures) {

    /** Copies. */
    public OverlayResult {
        results = List.copyOf(results);
        failures = List.copyOf(failures);
    }

    /** Results that stand for themselves; a failure that several conditions share is told once. */
    static OverlayResult of(List<MetricResult> results, List<ImageFailure> failures) {
        return new OverlayResult(results, Optional.empty(), List.copyOf(new LinkedHashSet<>(failures)));
    }
}
