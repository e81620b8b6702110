package io.discern.analysis.overlay.measure;

import io.discern.analysis.FormedKey;
import io.discern.analysis.KeyForm;
import io.discern.analysis.Tagged;
import io.discern.analysis.overlay.draw.OverlayInk;
import java.util.Optional;

/**
 * The share of images that something happens to, by votes of neighbours or by the nearest class name.
 *
 * @param of what is drawn; empty for the text
 * @param kind what happens
 * @param minus the control whose share is taken off, image by image
 * @param k how many neighbours vote; empty where class names decide
 * @param zeroShot whether class names decide
 */
public record OverlayRate(
        Optional<OverlayInk> of, Kind kind, Optional<OverlayInk> minus, Optional<Integer> k, boolean zeroShot)
        implements FormedKey {
    /** How it prints. */
    public static final KeyForm<OverlayRate> FORM = KeyForm.of(
            OverlayRate.class, OverlayMeasure.NAME, "[{of}-]{kind}[,minus={minus}][,k={k}][zeroShot?,by=zero-shot]");

    /** What may happen to an image. */
    public enum Kind implements Tagged {
        /** The class it is taken for changes. */
        FLIP("flip-rate"),
        /** It was taken for its own class and is no longer. */
        HARMFUL_FLIP("harmful-flip-rate"),
        /** It is taken for the class that the text names, and was not. */
        FLIP_TO_NAMED("flip-to-named"),
        /** It was taken for its own class, and is taken for the one that the text names. */
        ATTACK("attack-success"),
        /** It was taken for its own class, less that it still is. */
        ACCURACY_DROP("accuracy-drop");

        private final String tag;

        Kind(String tag) {
            this.tag = tag;
        }

        @Override
        public String tag() {
            return tag;
        }
    }

    /** With the text, by k neighbours. */
    public static OverlayRate byNeighbors(Kind kind, int k) {
        return new OverlayRate(Optional.empty(), kind, Optional.empty(), Optional.of(k), false);
    }

    /** With the text, by class names. */
    public static OverlayRate byNames(Kind kind) {
        return new OverlayRate(Optional.empty(), kind, Optional.empty(), Optional.empty(), true);
    }

    /** The same with a control in the text's place. */
    public OverlayRate with(OverlayInk control) {
        return new OverlayRate(Optional.of(control), kind, Optional.empty(), k, zeroShot);
    }

    /** The text's less that of a control. */
    public OverlayRate minus(OverlayInk control) {
        return new OverlayRate(Optional.empty(), kind, Optional.of(control), k, zeroShot);
    }

    @Override
    public KeyForm<OverlayRate> form() {
        return FORM;
    }
}
