package io.discern.analysis.overlay.measure;

import io.discern.analysis.FormedKey;
import io.discern.analysis.KeyForm;
import io.discern.analysis.ResultKey;
import io.discern.analysis.Tagged;
import io.discern.analysis.overlay.draw.OverlayText;
import io.discern.analysis.overlay.run.Control;
import java.util.Locale;
import java.util.Optional;

/** How far and which way overlays move embeddings: what results of it are called. */
public final class ShiftKeys {
    private ShiftKeys() {}

    /** What shifts are told in. */
    public enum Unit implements Tagged {
        /** The mean cosine distance of two images. */
        IMAGE("image-units"),
        /** The mean cosine distance of two class centroids. */
        CLASS("class-units");

        private final String tag;

        Unit(String tag) {
            this.tag = tag;
        }

        @Override
        public String tag() {
            return tag;
        }
    }

    /** The units themselves, in cosine distance. */
    public enum UnitKey implements ResultKey {
        /** The mean cosine distance of two images. */
        IMAGE_UNIT("image-unit"),
        /** The mean cosine distance of two class centroids. */
        CLASS_UNIT("class-unit");

        private final String variant;

        UnitKey(String variant) {
            this.variant = variant;
        }

        @Override
        public String metric() {
            return OverlayMeasure.NAME;
        }

        @Override
        public String variant() {
            return variant;
        }
    }

    /**
     * How far something moves embeddings.
     *
     * @param of what moves them; empty for the text
     * @param at in what the style departs from the base
     * @param unit what it is told in; empty for cosine distance
     */
    public record Shift(Optional<Control> of, Optional<String> at, Optional<Unit> unit) implements FormedKey {
        /** How it prints. */
        public static final KeyForm<Shift> FORM =
                KeyForm.of(Shift.class, OverlayMeasure.NAME, "[{of}-]shift[,at={at}][,{unit}]", Styles.NAMES);
        /** The text at the base, in cosine distance. */
        public static final Shift OF_TEXT = new Shift(Optional.empty(), Optional.empty(), Optional.empty());

        /** A control, in cosine distance. */
        public static Shift of(Control control) {
            return new Shift(Optional.of(control), Optional.empty(), Optional.empty());
        }

        /** The same in a style. */
        public Shift at(Optional<String> style) {
            return new Shift(of, style, unit);
        }

        /** The same in a unit. */
        public Shift in(Unit other) {
            return new Shift(of, at, Optional.of(other));
        }

        @Override
        public KeyForm<Shift> form() {
            return FORM;
        }
    }

    /**
     * How far the text moves embeddings beyond a control, image by image, in image units.
     *
     * @param minus the control
     * @param at in what the style departs from the base
     */
    public record Beyond(Control minus, Optional<String> at) implements FormedKey {
        /** How it prints. */
        public static final KeyForm<Beyond> FORM = KeyForm.of(
                Beyond.class, OverlayMeasure.NAME, "text-shift,minus={minus}[,at={at}],image-units", Styles.NAMES);

        /** At the base. */
        public static Beyond of(Control control) {
            return new Beyond(control, Optional.empty());
        }

        @Override
        public KeyForm<Beyond> form() {
            return FORM;
        }
    }

    /**
     * How far a marker moves embeddings, in image units.
     *
     * @param text the marker
     */
    public record OfMarker(OverlayText text) implements FormedKey {
        /** How it prints. */
        public static final KeyForm<OfMarker> FORM =
                KeyForm.of(OfMarker.class, OverlayMeasure.NAME, "shift,text={text},image-units");

        @Override
        public KeyForm<OfMarker> form() {
            return FORM;
        }
    }

    /**
     * How far a marker moves embeddings beyond its scrambled form or a harmless change, image by image, in image units.
     *
     * @param text the marker
     * @param minus the control
     */
    public record MarkerBeyond(OverlayText text, Control minus) implements FormedKey {
        /** How it prints. */
        public static final KeyForm<MarkerBeyond> FORM =
                KeyForm.of(MarkerBeyond.class, OverlayMeasure.NAME, "text-shift,text={text},minus={minus},image-units");

        @Override
        public KeyForm<MarkerBeyond> form() {
            return FORM;
        }
    }

    /** What is said of the movement. */
    public enum Trait implements Tagged {
        /** Whether all images move alike. */
        DIRECTION_CONSISTENCY,
        /** How much of it lies in the span of the class centroids. */
        CLASS_OVERLAP;

        @Override
        public String tag() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * A statistic of the movement.
     *
     * @param ofBox whether of the box, not the text
     * @param part which
     */
    public record Direction(boolean ofBox, Trait part) implements FormedKey {
        /** How it prints. */
        public static final KeyForm<Direction> FORM =
                KeyForm.of(Direction.class, OverlayMeasure.NAME, "[ofBox?box-]{part}");

        @Override
        public KeyForm<Direction> form() {
            return FORM;
        }
    }

    /** Of what. */
    public enum Source implements Tagged {
        /** Of the overlay. */
        OVERLAY,
        /** Of the class. */
        CLASS,
        /** Of their interaction. */
        INTERACTION,
        /** The ratio of overlay to class. */
        OVERLAY_TO_CLASS,
        /** The p-value of the overlay. */
        OVERLAY_P;

        @Override
        public String tag() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * A share of the spread.
     *
     * @param of of what
     * @param scrambled whether with the markers scrambled
     */
    public record VarianceShare(Source of, boolean scrambled) implements FormedKey {
        /** How it prints. */
        public static final KeyForm<VarianceShare> FORM = KeyForm.of(
                VarianceShare.class, OverlayMeasure.NAME, "variance-share,of={of}[scrambled?,control=scrambled]");

        @Override
        public KeyForm<VarianceShare> form() {
            return FORM;
        }
    }
}
