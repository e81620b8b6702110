package io.discern.analysis.overlay.measure;

import io.discern.analysis.FormedKey;
import io.discern.analysis.KeyForm;
import io.discern.analysis.ResultKey;
import io.discern.analysis.Tagged;
import io.discern.analysis.overlay.draw.OverlayInk;
import io.discern.analysis.overlay.draw.OverlayText;
import java.util.Locale;
import java.util.Optional;

/** What an encoder sees of an overlay, keeps of it and reads in it: what results of it are called. */
public final class ReadingKeys {
    private ReadingKeys() {}

    /** What is seen of an overlay. */
    public enum Seen implements Tagged {
        /** The share of the box. */
        BOX("visible-share"),
        /** The share of the glyphs. */
        INK("visible-share,ink"),
        /** The font size in pixels of the encoder's input. */
        EM("em-pixels");

        private final String tag;

        Seen(String tag) {
            this.tag = tag;
        }

        @Override
        public String tag() {
            return tag;
        }
    }

    /**
     * What is seen in a style.
     *
     * @param part of what
     * @param at in what the style departs from the base
     */
    public record Visible(Seen part, Optional<String> at) implements FormedKey {
        /** How it prints. */
        public static final KeyForm<Visible> FORM =
                KeyForm.of(Visible.class, OverlayMeasure.NAME, "{part}[,at={at}]", Styles.NAMES);
        /** Of the box at the base. */
        public static final Visible OF_BOX = new Visible(Seen.BOX, Optional.empty());

        @Override
        public KeyForm<Visible> form() {
            return FORM;
        }
    }

    /** What is asked of an embedding. */
    public enum Question implements Tagged {
        /** Whether there is an overlay. */
        PRESENT,
        /** Which string it says. */
        STRING,
        /** Where it lies. */
        POSITION;

        @Override
        public String tag() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** What stands beside the accuracy of a probe. */
    public enum Beside implements Tagged {
        /** The accuracy with box or scrambled strings. */
        CONTROL,
        /** The difference of the two. */
        SELECTIVITY;

        @Override
        public String tag() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * An accuracy of the probe.
     *
     * @param what what is asked
     * @param part what stands beside the accuracy; empty for the accuracy
     */
    public record Decoded(Question what, Optional<Beside> part) implements FormedKey {
        /** How it prints. */
        public static final KeyForm<Decoded> FORM =
                KeyForm.of(Decoded.class, OverlayMeasure.NAME, "decode,what={what}[,{part}]");

        /** The accuracy. */
        public static Decoded of(Question what) {
            return new Decoded(what, Optional.empty());
        }

        /** What stands beside it. */
        public static Decoded of(Question what, Beside part) {
            return new Decoded(what, Optional.of(part));
        }

        @Override
        public KeyForm<Decoded> form() {
            return FORM;
        }
    }

    /**
     * How much closer the wrong label brings images to what it says.
     *
     * @param minus the control whose score is taken off
     */
    public record Score(Optional<OverlayInk> minus) implements FormedKey {
        /** How it prints. */
        public static final KeyForm<Score> FORM =
                KeyForm.of(Score.class, OverlayMeasure.NAME, "reading-score[,minus={minus}]");
        /** With nothing taken off. */
        public static final Score PLAIN = new Score(Optional.empty());

        /** Beyond a control. */
        public static Score minus(OverlayInk control) {
            return new Score(Optional.of(control));
        }

        @Override
        public KeyForm<Score> form() {
            return FORM;
        }
    }

    /**
     * How much closer a marker brings images to what it says, beyond its scrambled form.
     *
     * @param text the marker
     */
    public record ScoreOfMarker(OverlayText text) implements FormedKey {
        /** How it prints. */
        public static final KeyForm<ScoreOfMarker> FORM =
                KeyForm.of(ScoreOfMarker.class, OverlayMeasure.NAME, "reading-score,text={text},minus=scrambled");

        @Override
        public KeyForm<ScoreOfMarker> form() {
            return FORM;
        }
    }

    /** By class names, besides the rates of {@link OverlayRate}. */
    public enum ByNames implements ResultKey {
        /** The accuracy of clean images. */
        ACCURACY("accuracy"),
        /** How far the overlay brings an image from its own class name to the one it says. */
        MARGIN_SHIFT("margin-shift"),
        /** The same less what the box does. */
        MARGIN_SHIFT_BEYOND_BOX("margin-shift,minus=box"),
        /** The share of images closer to the named class than to their own. */
        TWO_WAY_ATTACK("two-way-attack");

        private final String what;

        ByNames(String what) {
            this.what = what;
        }

        @Override
        public String metric() {
            return OverlayMeasure.NAME;
        }

        @Override
        public String variant() {
            return what + ",by=zero-shot";
        }
    }
}
