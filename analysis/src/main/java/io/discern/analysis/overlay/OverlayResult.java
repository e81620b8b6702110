package io.discern.analysis.overlay;

import io.discern.analysis.MetricResult;
import io.discern.analysis.overlay.verdict.OverlayVerdict;
import io.discern.run.ImageFailure;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * What overlays did to an encoder on a data set.
 *
 * @param results what was measured; the last has no value and says the verdict in its note
 * @param verdict what the results amount to
 * @param images what each image was taken for, clean and in every condition
 * @param failures images that could not be encoded in some condition, and so were left out of all; the reason names it
 */
public record OverlayResult(
        List<MetricResult> results, OverlayVerdict verdict, List<OverlaidImage> images, List<ImageFailure> failures) {

    /** Copies; a failure that several conditions share is told once. */
    public OverlayResult {
        results = List.copyOf(results);
        images = List.copyOf(images);
        failures = List.copyOf(new LinkedHashSet<>(failures));
    }
}
