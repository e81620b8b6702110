package io.discern.analysis.overlay.measure;

import io.discern.analysis.FormedKey;
import io.discern.analysis.KeyForm;
import io.discern.analysis.Tagged;
import io.discern.analysis.overlay.run.Control;
import java.util.Optional;

/**
 * The share of images that something happens to, by votes of neighbours or by the nearest class name.
 *
 * @param of what is shown; empty for the text
 * @param kind what happens
 * @param minus the control whose share is taken off
 * @param at in what the style departs from the base, as {@link io.discern.analysis.overlay.draw.OverlaySpec#departure} says it
 * @param k how many neighbours vote; empty where class names decide
 * @param zeroShot whether class names decide
 */
public record OverlayRate(
        Optional<Control> of,
        Kind kind,
        Optional<Control> minus,
        Optional<String> at,
        Optional<Integer> k,
        boolean zeroShot)
        implements FormedKey {
    /** How it prints. */
    public static final KeyForm<OverlayRate> FORM = KeyForm.of(
            OverlayRate.class,
            OverlayMeasure.NAME,
            "[{of}-]{kind}[,minus={minus}][,at={at}][,k={k}][zeroShot?,by=zero-shot]",
            Styles.NAMES);

    /** What may happen to an image. */
    public enum Kind implements Tagged {
        /** The class it is taken for changes. */
        FLIP("flip-rate"),
        /** It was taken for its own class and is no longer. */
        HARMFUL_FLIP("harmful-flip-rate"),
        /** It is taken for the class that the text names, and was not. */
        FLIP_TO_NAMED("flip-to-named"),
        /** It was taken for its own class, and is taken for the one that the text names. */
        ATTACK("attack-success");

        private final String tag;

        Kind(String tag) {
            this.tag = tag;
        }

        @Override
        public String tag() {
            return tag;
        }
    }

    /** With the text at the base, by k neighbours. */
    public static OverlayRate byNeighbors(Kind kind, int k) {
        return new OverlayRate(Optional.empty(), kind, Optional.empty(), Optional.empty(), Optional.of(k), false);
    }

    /** With the text at the base, by class names. */
    public static OverlayRate byNames(Kind kind) {
        return new OverlayRate(Optional.empty(), kind, Optional.empty(), Optional.empty(), Optional.empty(), true);
    }

    /** The same with a control in the text's place. */
    public OverlayRate with(Control control) {
        return new OverlayRate(Optional.of(control), kind, Optional.empty(), at, k, zeroShot);
    }

    /** The text's less that of a control. */
    public OverlayRate minus(Control control) {
        return new OverlayRate(Optional.empty(), kind, Optional.of(control), at, k, zeroShot);
    }

    /** The same in another style. */
    public OverlayRate at(Optional<String> style) {
        return new OverlayRate(of, kind, minus, style, k, zeroShot);
    }

    @Override
    public KeyForm<OverlayRate> form() {
        return FORM;
    }
}
