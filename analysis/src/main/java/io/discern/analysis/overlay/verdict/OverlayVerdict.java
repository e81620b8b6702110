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
 * @param caveats what a reader should know of the names that were drawn and asked for
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
        return new OverlayVerdict(new Rules(results, plan, k).findings(), List.of());
    }

    /** The same with caveats. */
    public OverlayVerdict withCaveats(List<String> known) {
        return new OverlayVerdict(findings, known);
    }

    /** What was found, without the numbers. */
    public List<Finding.Kind> kinds() {
        return findings.stream().map(Finding::kind).toList();
    }

    /** The findings in words with their numbers, then the caveats. */
    @Override
    public String toString() {
<<<<<<< HEAD
        return Stream.concat(
                        findings.stream().map(Finding::toString),
                        caveats.stream().map(each -> "note: " + each))
                .collect(Collectors.joining("; "));
=======
        return findings.stream().map(this::words).collect(Collectors.joining("; "));
    }

    private String words(Finding finding) {
        return finding == Finding.CROPPED
                ? String.format(Locale.ROOT, "cropped: %.0f %% of the overlay is visible", 100 * visible.orElseThrow())
                : finding.words;
    }

    /** The ends of intervals; an end that is not there satisfies no rule. */
    private record Intervals(Results results, int k) {
        private static final Beyond TEXT = Beyond.BOX.inClassUnits();
        private static final Shift BOX = Shift.of(OverlayInk.BOX).inClassUnits();

        List<Finding> movement() {
            if (takes(OverlayRate.byNeighbors(OverlayRate.Kind.FLIP_TO_NAMED, k))
                    || takes(OverlayRate.byNames(OverlayRate.Kind.ATTACK))) {
                return List.of(Finding.READS_TEXT);
            }
            if (low(TEXT) > MOVED) {
                boolean readable = low(Beyond.of(OverlayInk.SCRAMBLED).inClassUnits()) > MOVED
                        && low(Beyond.of(OverlayInk.MIRRORED).inClassUnits()) > MOVED;
                return List.of(readable ? Finding.MOVED_BY_TEXT : Finding.MOVED_BY_INK);
            }
            return low(BOX) > MOVED ? List.of(Finding.MOVED_BY_BOX) : List.of();
        }

        private boolean takes(OverlayRate rate) {
            return OverlayInk.CONTROLS.stream().allMatch(control -> low(rate.minus(control)) > FLIPPED);
        }

        boolean unmoved() {
            return high(BOX) < MOVED
                    && high(TEXT) < MOVED
                    && high(OverlayRate.byNeighbors(OverlayRate.Kind.FLIP, k)) < FLIPPED;
        }

        /** The ratio has no interval where the class's share may be nothing. */
        boolean outweighed() {
            return low(share(VarianceShares.Part.OVERLAY_TO_CLASS)) > 1
                    || low(share(VarianceShares.Part.OVERLAY)) > high(share(VarianceShares.Part.CLASS));
        }

        private static VarianceShares.Key share(VarianceShares.Part part) {
            return new VarianceShares.Key(part, false);
        }

        OptionalDouble value(ResultKey key) {
            return results.find(key).map(MetricResult::value).orElse(OptionalDouble.empty());
        }

        double low(ResultKey key) {
            return results.find(key)
                    .map(result -> result.steady() ? result.value() : result.ciLow())
                    .orElse(OptionalDouble.empty())
                    .orElse(Double.NaN);
        }

        double high(ResultKey key) {
            return results.find(key)
                    .map(result -> result.steady() ? result.value() : result.ciHigh())
                    .orElse(OptionalDouble.empty())
                    .orElse(Double.NaN);
        }
>>>>>>> main
    }
}
