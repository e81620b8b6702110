package io.discern.analysis.overlay.measure;

import io.discern.analysis.FormedKey;
import io.discern.analysis.KeyForm;
import io.discern.analysis.Tagged;
import io.discern.analysis.overlay.draw.OverlayFactor;
import io.discern.analysis.overlay.draw.OverlayText;
import io.discern.analysis.overlay.run.Control;
import java.util.Locale;
import java.util.Optional;

/** What neighbours take images for, clean and with an overlay: what results of it are called. Rates of flips are {@link OverlayRate}s. */
public final class VoteKeys {
    private VoteKeys() {}

    /** Which side carries the overlay. */
    public enum Side implements Tagged {
        /** The images that are voted on. */
        QUERY,
        /** Those that vote. */
        BANK,
        /** Both. */
        BOTH;

        @Override
        public String tag() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** What the mean is over. */
    public enum Average implements Tagged {
        /** Images. */
        MICRO,
        /** Classes of the means over their images. */
        BALANCED;

        @Override
        public String tag() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * Accuracy lost.
     *
     * @param overlaid which side carries the overlay
     * @param k how many neighbours vote
     * @param average what the mean is over
     */
    public record AccuracyDrop(Side overlaid, int k, Average average) implements FormedKey {
        /** How it prints. */
        public static final KeyForm<AccuracyDrop> FORM = KeyForm.of(
                AccuracyDrop.class, OverlayMeasure.NAME, "accuracy-drop,overlaid={overlaid},k={k},{average}");

        @Override
        public KeyForm<AccuracyDrop> form() {
            return FORM;
        }
    }

    /**
     * The accuracy.
     *
     * @param k how many neighbours vote
     */
    public record CleanAccuracy(int k) implements FormedKey {
        /** How it prints. */
        public static final KeyForm<CleanAccuracy> FORM =
                KeyForm.of(CleanAccuracy.class, OverlayMeasure.NAME, "clean-accuracy,k={k},balanced");

        @Override
        public KeyForm<CleanAccuracy> form() {
            return FORM;
        }
    }

    /**
     * The share of predictions that change with a marker.
     *
     * @param text the marker
     * @param minus the harmless change whose share is taken off
     * @param k how many neighbours vote
     */
    public record FlipOfMarker(OverlayText text, Optional<Control> minus, int k) implements FormedKey {
        /** How it prints. */
        public static final KeyForm<FlipOfMarker> FORM =
                KeyForm.of(FlipOfMarker.class, OverlayMeasure.NAME, "flip-rate,text={text}[,minus={minus}],k={k}");

        /** All of it. */
        public static FlipOfMarker of(OverlayText text, int k) {
            return new FlipOfMarker(text, Optional.empty(), k);
        }

        /** Less that of a harmless change. */
        public FlipOfMarker minus(Control harmless) {
            return new FlipOfMarker(text, Optional.of(harmless), k);
        }

        @Override
        public KeyForm<FlipOfMarker> form() {
            return FORM;
        }
    }

    /**
     * The share of predictions that change at a dose.
     *
     * @param factor what is given in doses
     * @param dose the dose
     * @param k how many neighbours vote
     */
    public record FlipAt(OverlayFactor factor, double dose, int k) implements FormedKey {
        /** How it prints. */
        public static final KeyForm<FlipAt> FORM =
                KeyForm.of(FlipAt.class, OverlayMeasure.NAME, "flip-rate,{factor}={dose},k={k}");

        @Override
        public KeyForm<FlipAt> form() {
            return FORM;
        }
    }

    /**
     * The slope of the share of changed predictions over doses.
     *
     * @param factor what is given in doses
     * @param k how many neighbours vote
     */
    public record FlipSlope(OverlayFactor factor, int k) implements FormedKey {
        /** How it prints. */
        public static final KeyForm<FlipSlope> FORM =
                KeyForm.of(FlipSlope.class, OverlayMeasure.NAME, "flip-slope,{factor},k={k}");

        @Override
        public KeyForm<FlipSlope> form() {
            return FORM;
        }
    }

    /**
     * The least dose at which 5 % of the predictions change.
     *
     * @param factor what is given in doses
     * @param beyondBox whether beyond what the box changes
     * @param k how many neighbours vote
     */
    public record FlipThreshold(OverlayFactor factor, boolean beyondBox, int k) implements FormedKey {
        /** How it prints. */
        public static final KeyForm<FlipThreshold> FORM = KeyForm.of(
                FlipThreshold.class, OverlayMeasure.NAME, "flip-threshold,{factor}[beyondBox?,minus=box],k={k}");

        @Override
        public KeyForm<FlipThreshold> form() {
            return FORM;
        }
    }

    /** What neighbours share. */
    public enum Same implements Tagged {
        /** The string. */
        STRING,
        /** The class. */
        CLASS;

        @Override
        public String tag() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * A share of neighbours.
     *
     * @param same what they share
     * @param scrambled whether with the strings scrambled
     * @param k how many neighbours
     */
    public record Purity(Same same, boolean scrambled, int k) implements FormedKey {
        /** How it prints. */
        public static final KeyForm<Purity> FORM =
                KeyForm.of(Purity.class, OverlayMeasure.NAME, "purity,same={same}[scrambled?,control=scrambled],k={k}");

        @Override
        public KeyForm<Purity> form() {
            return FORM;
        }
    }

    /** ShortcutPart is said of the accuracies. */
    public enum ShortcutPart implements Tagged {
        /** Accuracy where queries carry the name of their class. */
        ALIGNED,
        /** Accuracy where they carry another. */
        REVERSED,
        /** The difference. */
        GAP,
        /** The least accuracy of a class in one of the two. */
        WORST_GROUP;

        @Override
        public String tag() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * A result at a correlation of name and class in the bank.
     *
     * @param what which
     * @param rho the correlation
     * @param k how many neighbours vote
     */
    public record Shortcut(ShortcutPart what, double rho, int k) implements FormedKey {
        /** How it prints. */
        public static final KeyForm<Shortcut> FORM =
                KeyForm.of(Shortcut.class, OverlayMeasure.NAME, "shortcut-{what},rho={rho},k={k}");

        @Override
        public KeyForm<Shortcut> form() {
            return FORM;
        }
    }
}
