package io.discern.analysis.overlay.verdict;

import io.discern.analysis.Results;
import io.discern.analysis.overlay.run.OverlayPlan;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the results of overlays say of an encoder on a data set, by {@linkplain Rules rules} on the ends of their 95 % intervals.
 *
 * @param findings at least one, the weightiest first
 * @param caveats what a reader should know of the names that were drawn and asked for, and of bounds that are not the usual ones
 */
public record OverlayVerdict(List<Finding> findings, List<String> caveats) {

    /** Copies. */
    public OverlayVerdict {
        findings = List.copyOf(findings);
        caveats = List.copyOf(caveats);
        if (findings.isEmpty()) {
            throw new IllegalArgumentException("no finding; expected one at least, UNDECIDED if need be");
        }
    }

    /** Where nothing could be measured. */
    public static OverlayVerdict undecided(String reason) {
        return new OverlayVerdict(List.of(new Finding(Finding.Kind.UNDECIDED, reason)), List.of());
    }

    /**
     * Judges results for votes of k neighbours.
     *
     * @param plan what was drawn
     * @throws java.util.NoSuchElementException if a result that a rule needs was not measured and nothing failed
     */
    public static OverlayVerdict of(Results results, OverlayPlan plan, int k) {
        return of(results, plan, k, VerdictBounds.standard());
    }

    /**
     * Judges by bounds of one's own, which a caveat then says.
     *
     * @param plan what was drawn
     * @throws java.util.NoSuchElementException as above
     */
    public static OverlayVerdict of(Results results, OverlayPlan plan, int k, VerdictBounds bounds) {
        List<String> caveats = bounds.equals(VerdictBounds.standard())
                ? List.of()
                : List.of("judged by other bounds than usual: " + bounds);
        return new OverlayVerdict(new Rules(results, plan, k, bounds).findings(), caveats);
    }

    /** The same with further caveats. */
    public OverlayVerdict withCaveats(List<String> more) {
        return new OverlayVerdict(
                findings, Stream.concat(caveats.stream(), more.stream()).toList());
    }

    /** What was found, without the numbers. */
    public List<Finding.Kind> kinds() {
        return findings.stream().map(Finding::kind).toList();
    }

    /** The findings in words with their numbers, then the caveats. */
    @Override
    public String toString() {
        return Stream.concat(
                        findings.stream().map(Finding::toString),
                        caveats.stream().map(each -> "note: " + each))
                .collect(Collectors.joining("; "));
    }
}
