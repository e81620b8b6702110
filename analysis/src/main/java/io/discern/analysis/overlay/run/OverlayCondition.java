package io.discern.analysis.overlay.run;

import io.discern.analysis.overlay.draw.OverlayInk;
import io.discern.analysis.overlay.draw.OverlaySpec;
import io.discern.analysis.overlay.draw.OverlayText;
import java.util.Objects;

/**
 * One way in which all images are shown.
 *
 * @param text what the overlay says
 * @param ink whether it is readable, or which control stands in its place
 * @param style where, how large, in which colours; its text is replaced by what {@code text} says on each image
 */
public record OverlayCondition(OverlayText text, OverlayInk ink, OverlaySpec style) implements Condition {

    /** Checks. */
    public OverlayCondition {
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(ink, "ink");
        Objects.requireNonNull(style, "style");
    }

    /** The same with another ink. */
    public OverlayCondition with(OverlayInk other) {
        // A box shows no ink, whatever its colour, so that one box serves all contrasts.
        OverlaySpec drawn = other == OverlayInk.BOX ? style.withContrast(0) : style;
        return new OverlayCondition(text, other, drawn);
    }

    @Override
    public String brief() {
        return ink.tag();
    }

    /** For people: ink, text, place and size. */
    @Override
    public String toString() {
        return ink.tag() + " of " + text.tag() + " at " + style.position().tag() + ", size " + style.size();
    }
}
