package io.discern.analysis.internal.overlay.measure;

import io.discern.analysis.internal.overlay.run.ConditionImages;
import io.discern.analysis.overlay.draw.VisibleShare;
import io.discern.analysis.overlay.measure.ReadingKeys.Seen;
import io.discern.analysis.overlay.measure.ReadingKeys.Visible;
import io.discern.analysis.overlay.run.OverlayCondition;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/**
 * What the encoder gets to see of the overlay, in every style: the share of the box's area ({@code visible-share}) and of the
 * glyphs' ({@code visible-share,ink}), and how many of its pixels the font is high ({@code em-pixels}). Below a bound the
 * note says cropped: what an encoder does not see cannot move it.
 */
public final class CropAccount implements SuiteMeasure {
    private final ConditionImages drawn;
    private final double bound;

    /**
     * Of what was drawn.
     *
     * @param bound the least share that is not called cropped
     */
    public CropAccount(ConditionImages drawn, double bound) {
        this.drawn = drawn;
        this.bound = bound;
    }

    @Override
    public void measure(SuiteEvidence evidence, OverlayRows rows) {
        for (OverlayCondition style : evidence.plan().styles()) {
            Optional<List<VisibleShare>> seen =
                    drawn.visible(style, evidence.images().clean().ids());
            for (Seen part : Seen.values()) {
                add(new Visible(part, evidence.plan().at(style)), seen, rows);
            }
        }
    }

    private void add(Visible key, Optional<List<VisibleShare>> seen, OverlayRows rows) {
        if (seen.isEmpty()) {
            rows.absent(key, "the encoder does not say how it preprocesses images; implement preprocessing()");
            return;
        }
        double[] values = seen.get().stream().mapToDouble(of(key.part())).toArray();
        boolean cropped = key.part() != Seen.EM && OverlayRows.mean(values) < bound;
        rows.bounded(
                key,
                key.part() == Seen.EM ? OverlayRows.NOT_NEGATIVE : OverlayRows.SHARE,
                values,
                OptionalDouble.empty(),
                cropped ? String.format(Locale.ROOT, "cropped: below %s", bound) : "");
    }

    private static ToDoubleFunction<VisibleShare> of(Seen part) {
        return switch (part) {
            case BOX -> VisibleShare::box;
            case INK -> VisibleShare::ink;
            case EM -> VisibleShare::emPixels;
        };
    }
}
