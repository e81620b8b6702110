package io.discern.analysis.internal.overlay.measure;

import io.discern.analysis.overlay.measure.OverlayRate;
import io.discern.analysis.overlay.run.Condition;
import io.discern.analysis.overlay.run.Control;
import io.discern.analysis.overlay.run.OverlayCondition;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * A share of images that something happens to with the text in one style: the share (null value: with the blank box, of flips with the harmless change that does most), that
 * with each control, and the text's minus each control's.
 *
 * @param rate the share with the text
 * @param controls what stands beside the text
 * @param nobody why there is no value if no image counts
 */
record ControlledRate(OverlayRate rate, List<Control> controls, String nobody) {

    /** Shares under the conditions of an experiment. */
    interface Shares {
        VotedShare of(Condition condition);
    }

    void add(OverlayRows rows, OverlayCondition text, Shares shares, String holds) {
        VotedShare ofText = shares.of(text);
        if (ofText.images() == 0) {
            absent(rows, nobody);
            return;
        }
        List<VotedShare> without = controls.stream()
                .map(control -> shares.of(control.beside(text)))
                .toList();
        if (rate.at().isEmpty()) {
            rows.compared(rate, ofText, OptionalDouble.of(nullValue(without)), holds);
        } else {
            rows.voted(rate, ofText, OptionalDouble.of(nullValue(without)), "", holds);
        }
        for (int i = 0; i < controls.size(); i++) {
            if (standsAlone(controls.get(i))) {
                rows.voted(rate.with(controls.get(i)), without.get(i), OptionalDouble.empty(), "", holds);
            }
            rows.voted(rate.minus(controls.get(i)), ofText.minus(without.get(i)), OptionalDouble.of(0), "", holds);
        }
    }

    /** Of harmless changes the one that does most, else the first control. */
    private double nullValue(List<VotedShare> without) {
        return IntStream.range(0, controls.size())
                .filter(i -> Control.HARMLESS.contains(controls.get(i)))
                .mapToDouble(i -> without.get(i).value())
                .max()
                .orElse(without.get(0).value());
    }

    /** What no style changes is told once, at the base. */
    private boolean standsAlone(Control control) {
        return rate.at().isEmpty() || Control.INKS.contains(control);
    }

    void absent(OverlayRows rows, String reason) {
        keys().forEach(key -> rows.absent(key, reason));
    }

    private List<OverlayRate> keys() {
        List<OverlayRate> keys = new ArrayList<>(List.of(rate));
        for (Control control : controls) {
            if (standsAlone(control)) {
                keys.add(rate.with(control));
            }
            keys.add(rate.minus(control));
        }
        return keys;
    }
}
