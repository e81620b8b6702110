package io.discern.analysis.overlay;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/**
 * The share of the overlay that the encoder gets to see: {@code visible-share} (area of the box), {@code visible-share,ink}
 * and the box at each position. Below {@link #BOUND} the note says cropped: what an encoder does not see cannot move it.
 */
final class CropAccount {
    /** An encoder that sees less of the overlay than this is not called robust. */
    static final double BOUND = 0.9;

    static final String VARIANT = "visible-share";

    private CropAccount() {}

    static void add(ConditionImages drawn, OverlayEvidence evidence, OverlayRows rows) {
        List<OverlayCondition> places = evidence.plan().places();
        add(VARIANT, places.get(0), VisibleShare::box, drawn, evidence, rows);
        add(VARIANT + ",ink", places.get(0), VisibleShare::ink, drawn, evidence, rows);
        for (OverlayCondition place : places) {
            String variant = VARIANT + ",position=" + place.style().position().tag();
            add(variant, place, VisibleShare::box, drawn, evidence, rows);
        }
    }

    private static void add(
            String variant,
            OverlayCondition place,
            ToDoubleFunction<VisibleShare> part,
            ConditionImages drawn,
            OverlayEvidence evidence,
            OverlayRows rows) {
        Optional<List<VisibleShare>> shares =
                drawn.visible(place, evidence.images().clean().ids());
        if (shares.isEmpty()) {
            rows.absent(variant, "the encoder does not say how it preprocesses images; implement preprocessing()");
            return;
        }
        double[] values = shares.get().stream().mapToDouble(part).toArray();
        double mean = OverlayRows.mean(values);
        String note = mean < BOUND ? String.format(Locale.ROOT, "cropped: below %.1f", BOUND) : "";
        rows.mean(variant, evidence.all(), values, OptionalDouble.empty(), note);
    }
}
