package io.discern.analysis.overlay.measure;

import io.discern.analysis.FormedKey;
import io.discern.analysis.KeyForm;
import io.discern.analysis.overlay.draw.OverlayPosition;
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
 * The share of the overlay that the encoder gets to see: {@code visible-share} (area of the box), {@code visible-share,ink}
 * and the box at each position. Below {@link #BOUND} the note says cropped: what an encoder does not see cannot move it.
 */
public final class CropAccount implements OverlayMeasure {
    /** An encoder that sees less of the overlay than this is not called robust. */
    public static final double BOUND = 0.9;

    /**
     * A visible share.
     *
     * @param ink whether of the glyphs, not of the box
     * @param position where; empty for the base
     */
    public record Key(boolean ink, Optional<OverlayPosition> position) implements FormedKey {
        /** How it prints. */
        public static final KeyForm<Key> FORM =
                KeyForm.of(Key.class, OverlayMeasure.NAME, "visible-share[ink?,ink][,position={position}]");
        /** Of the box at the base. */
        public static final Key OF_BOX = new Key(false, Optional.empty());

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
        List<OverlayCondition> places = evidence.plan().places();
        add(Key.OF_BOX, places.get(0), VisibleShare::box, evidence, rows);
        add(new Key(true, Optional.empty()), places.get(0), VisibleShare::ink, evidence, rows);
        for (OverlayCondition place : places) {
            Key key = new Key(false, Optional.of(place.style().position()));
            add(key, place, VisibleShare::box, evidence, rows);
        }
    }

    private void add(
            Key key,
            OverlayCondition place,
            ToDoubleFunction<VisibleShare> part,
            OverlayEvidence evidence,
            OverlayRows rows) {
        Optional<List<VisibleShare>> shares =
                drawn.visible(place, evidence.images().clean().ids());
        if (shares.isEmpty()) {
            rows.absent(key, "the encoder does not say how it preprocesses images; implement preprocessing()");
            return;
        }
        double[] values = shares.get().stream().mapToDouble(part).toArray();
        double mean = OverlayRows.mean(values);
        String note = mean < BOUND ? String.format(Locale.ROOT, "cropped: below %.1f", BOUND) : "";
        rows.mean(key, evidence.all(), values, OptionalDouble.empty(), note);
    }
}
