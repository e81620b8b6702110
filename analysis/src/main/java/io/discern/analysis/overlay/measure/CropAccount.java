package io.discern.analysis.overlay.measure;

import io.discern.analysis.FormedKey;
import io.discern.analysis.KeyForm;
import io.discern.analysis.Tagged;
import io.discern.analysis.overlay.draw.VisibleShare;
import io.discern.analysis.overlay.run.ConditionImages;
import io.discern.analysis.overlay.run.OverlayCondition;
import io.discern.analysis.overlay.run.OverlayEvidence;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/**
 * What the encoder gets to see of the overlay, in every style: the share of the box's area ({@code visible-share}) and of the
 * glyphs' ({@code visible-share,ink}), and how many of its pixels the font is high ({@code em-pixels}). Below {@link #BOUND} the
 * note says cropped: what an encoder does not see cannot move it.
 */
public final class CropAccount implements OverlayMeasure {
    /** An encoder that sees less of the overlay than this is not called robust. */
    public static final double BOUND = 0.9;

    /**
     * Below so many pixels no font has letters: the smallest bitmap fonts have capitals of five pixels, and capitals are 0.72 of
     * the font size high.
     */
    public static final double LEGIBLE = 7;

    /** What is seen of an overlay. */
    public enum Part implements Tagged {
        /** The share of the box. */
        BOX("visible-share", VisibleShare::box),
        /** The share of the glyphs. */
        INK("visible-share,ink", VisibleShare::ink),
        /** The font size in pixels of the encoder's input. */
        EM("em-pixels", VisibleShare::emPixels);

        private final String tag;
        private final ToDoubleFunction<VisibleShare> of;

        Part(String tag, ToDoubleFunction<VisibleShare> of) {
            this.tag = tag;
            this.of = of;
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
    public record Key(Part part, Optional<String> at) implements FormedKey {
        /** How it prints. */
        public static final KeyForm<Key> FORM =
                KeyForm.of(Key.class, OverlayMeasure.NAME, "{part}[,at={at}]", Styles.NAMES);
        /** Of the box at the base. */
        public static final Key OF_BOX = new Key(Part.BOX, Optional.empty());

        @Override
        public KeyForm<Key> form() {
            return FORM;
        }
    }

    private final ConditionImages drawn;

    /** Of what was drawn. */
    public CropAccount(ConditionImages drawn) {
        this.drawn = drawn;
    }

    @Override
    public void measure(OverlayEvidence evidence, OverlayRows rows) {
        for (OverlayCondition style : evidence.plan().styles()) {
            Optional<List<VisibleShare>> seen =
                    drawn.visible(style, evidence.images().clean().ids());
            for (Part part : Part.values()) {
                add(new Key(part, evidence.plan().at(style)), seen, rows);
            }
        }
    }

    private static void add(Key key, Optional<List<VisibleShare>> seen, OverlayRows rows) {
        if (seen.isEmpty()) {
            rows.absent(key, "the encoder does not say how it preprocesses images; implement preprocessing()");
            return;
        }
        double[] values = seen.get().stream().mapToDouble(key.part.of).toArray();
        boolean cropped = key.part != Part.EM && OverlayRows.mean(values) < BOUND;
        rows.bounded(
                key,
                key.part == Part.EM ? OverlayRows.NOT_NEGATIVE : OverlayRows.SHARE,
                values,
                OptionalDouble.empty(),
                cropped ? String.format(Locale.ROOT, "cropped: below %.1f", BOUND) : "");
    }
}
