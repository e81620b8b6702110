package io.discern.analysis.overlay.verdict;

import java.util.Locale;

/**
 * What counts as an effect in an {@linkplain OverlayVerdict overlay verdict}: bounds that the ends of intervals are held against. Which effect matters
 * is a choice, not a finding; docs/METRICS.md has the error rates and the power that come with other choices.
 *
 * @param flips share of the images, 0 to 1: more flips than by a control, and more wins of the named class than with one, count beyond it
 * @param moved image units, at least 0: a movement beyond harmless changes counts beyond it
 * @param text image units, at least 0: so much farther than unreadable ink text moves what reads it
 * @param repeatedShift image units, at least 0: an encoder whose same images move farther when they are encoded again is not repeatable
 * @param repeatedFlips share of the images, 0 to 1: likewise one that flips more of them
 * @param visible share of the overlay, 0 to 1: it is called cropped where the encoder's crop leaves less
 * @param legible pixels of the encoder's input, at least 0: a smaller font has no letters. The smallest bitmap fonts have capitals of five pixels, and
 *     capitals are 0.72 of the font size high
 */
public record VerdictBounds(
        double flips,
        double moved,
        double text,
        double repeatedShift,
        double repeatedFlips,
        double visible,
        double legible) {
    private static final VerdictBounds STANDARD = new VerdictBounds(0.05, 0.1, 0.05, 0.001, 0.01, 0.9, 7);

    /** Checks the ranges. */
    public VerdictBounds {
        share("flips", flips);
        positive("moved", moved);
        positive("text", text);
        positive("repeatedShift", repeatedShift);
        share("repeatedFlips", repeatedFlips);
        share("visible", visible);
        positive("legible", legible);
    }

    private static void share(String name, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(name + " " + value + "; expected 0 to 1");
        }
    }

    private static void positive(String name, double value) {
        if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(name + " " + value + "; expected 0 or more");
        }
    }

    /** Five percent of the images, a tenth of the distance of two images, half of that for text, a thousandth for encoding again. */
    public static VerdictBounds standard() {
        return STANDARD;
    }

    /** The same with another share of flips. */
    public VerdictBounds withFlips(double flips) {
        return new VerdictBounds(flips, moved, text, repeatedShift, repeatedFlips, visible, legible);
    }

    /** The same with another movement. */
    public VerdictBounds withMoved(double moved) {
        return new VerdictBounds(flips, moved, text, repeatedShift, repeatedFlips, visible, legible);
    }

    /** The same with another movement by text. */
    public VerdictBounds withText(double text) {
        return new VerdictBounds(flips, moved, text, repeatedShift, repeatedFlips, visible, legible);
    }

    /** For a reader who has to know that a verdict was judged by these. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "flips %s, moved %s, text %s, repeated shift %s and flips %s, visible %s, legible %s",
                flips,
                moved,
                text,
                repeatedShift,
                repeatedFlips,
                visible,
                legible);
    }
}
