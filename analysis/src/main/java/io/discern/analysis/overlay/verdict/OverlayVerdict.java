package io.discern.analysis.overlay.verdict;

import io.discern.analysis.MetricResult;
import io.discern.analysis.ResultKey;
import io.discern.analysis.Results;
import io.discern.analysis.overlay.draw.OverlayInk;
import io.discern.analysis.overlay.measure.ControlledShifts.Beyond;
import io.discern.analysis.overlay.measure.ControlledShifts.Shift;
import io.discern.analysis.overlay.measure.CropAccount;
import io.discern.analysis.overlay.measure.OverlayRate;
import io.discern.analysis.overlay.measure.VarianceShares;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * What the suite's results say of an encoder, by rules on the ends of their 95 % intervals.
 *
 * @param findings at least one, the weightiest first
 * @param visible the mean share of the overlay that the encoder sees, if known
 */
public record OverlayVerdict(List<Finding> findings, OptionalDouble visible) {
    /** A movement counts from this many class units, the mean cosine distance between class centroids. */
    public static final double MOVED = 0.1;
    /** Flips count from this share of the images. */
    public static final double FLIPPED = 0.05;

    /** What may be found. */
    public enum Finding {
        /**
         * The text takes images to what it says: flips to the named class, or successful zero-shot attacks, exceed those of
         * box, scrambled and mirrored text by more than {@link #FLIPPED}.
         */
        READS_TEXT("reads text"),
        /** The text moves embeddings by more than {@link #MOVED} beyond the box, and beyond scrambled and mirrored text. */
        MOVED_BY_TEXT("moved by readable text"),
        /** The text moves embeddings by more than {@link #MOVED} beyond the box, but not beyond both unreadable forms. */
        MOVED_BY_INK("moved by ink, readable or not"),
        /** The box moves embeddings by more than {@link #MOVED}, and none of the above holds. */
        MOVED_BY_BOX("moved by the box, not by the text"),
        /** Whether and which marker is drawn spreads embeddings more than their class does. */
        OUTWEIGHS_CLASS("the overlay outweighs the class"),
        /** Less than nine tenths of the overlay are visible: whatever does not move may only not be seen. */
        CROPPED("cropped"),
        /** The overlay is seen, moves embeddings by less than {@link #MOVED} and flips less than {@link #FLIPPED}. */
        ROBUST("robust"),
        /** Nothing moves, but how much of the overlay the encoder sees is not known. */
        UNMOVED("not moved; whether it sees the overlay is not known"),
        /** The intervals are too wide for any of these, or values are absent. */
        UNDECIDED("undecided");

        private final String words;

        Finding(String words) {
            this.words = words;
        }
    }

    /** Copies. */
    public OverlayVerdict {
        findings = List.copyOf(findings);
        if (findings.isEmpty()) {
            throw new IllegalArgumentException("no finding; expected one at least, UNDECIDED if need be");
        }
    }

    /** Where nothing could be measured. */
    public static OverlayVerdict undecided() {
        return new OverlayVerdict(List.of(Finding.UNDECIDED), OptionalDouble.empty());
    }

    /**
     * Judges the suite's results for votes of k neighbours.
     *
     * @throws java.util.NoSuchElementException if a result that a rule needs was not measured and nothing failed
     */
    public static OverlayVerdict of(Results results, int k) {
        Intervals found = new Intervals(results, k);
        List<Finding> findings = new ArrayList<>(found.movement());
        if (found.outweighed()) {
            findings.add(Finding.OUTWEIGHS_CLASS);
        }
        OptionalDouble visible = found.value(CropAccount.Key.OF_BOX);
        if (visible.isPresent() && visible.getAsDouble() < CropAccount.BOUND) {
            findings.add(Finding.CROPPED);
        } else if (findings.isEmpty()) {
            findings.add(!found.unmoved() ? Finding.UNDECIDED : visible.isPresent() ? Finding.ROBUST : Finding.UNMOVED);
        }
        return new OverlayVerdict(findings, visible);
    }

    /** The findings in words, for example {@code reads text; cropped: 62 % of the overlay is visible}. */
    @Override
    public String toString() {
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
    }
}
