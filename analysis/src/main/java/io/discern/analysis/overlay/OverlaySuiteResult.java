package io.discern.analysis.overlay;

import io.discern.analysis.MetricResult;
import io.discern.run.ImageFailure;
import java.util.ArrayList;
import java.util.List;

/**
 * What the suite found of one encoder on one data set.
 *
 * @param results the measures; the last, {@code verdict}, has no value and says the verdict in its note
 * @param verdict what they amount to
 * @param failures images that could not be encoded in some condition, and so were left out of all
 */
public record OverlaySuiteResult(List<MetricResult> results, OverlayVerdict verdict, List<ImageFailure> failures) {
    /** The variant whose note is the verdict. */
    public static final String VERDICT = "verdict";

    /** Copies. */
    public OverlaySuiteResult {
        results = List.copyOf(results);
        failures = List.copyOf(failures);
    }

    /** Judges results of votes of k neighbours. */
    static OverlaySuiteResult judged(List<MetricResult> measured, int k, List<ImageFailure> failures) {
        OverlayVerdict verdict = OverlayVerdict.of(measured, k);
        MetricResult first = measured.get(0);
        List<MetricResult> results = new ArrayList<>(measured);
        results.add(MetricResult.absent(
                OverlayBias.NAME, VERDICT, verdict.toString(), first.n(), first.dim(), first.classes(), first.seed()));
        return new OverlaySuiteResult(results, verdict, failures);
    }
}
