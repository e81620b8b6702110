package io.discern.analysis.overlay;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/**
 * How far the text moves embeddings beyond each control, in cosine distance and in class units: for the wrong label, and for
 * each marker beyond its own scrambled form.
 */
final class ControlledShifts implements OverlayMeasure {
    private static final List<OverlayInk> SHAPES = List.of(OverlayInk.SCRAMBLED, OverlayInk.MIRRORED);

    @Override
    public void measure(OverlayEvidence evidence, OverlayRows rows) {
        double unit = evidence.classUnit();
        OverlayPlan plan = evidence.plan();
        double[] text = evidence.shift(plan.wrong(OverlayInk.TEXT));
        double[] box = evidence.shift(plan.wrong(OverlayInk.BOX));
        inUnits("box-shift,class-units", box, unit, evidence, rows);
        for (OverlayInk control : SHAPES) {
            double[] shift = evidence.shift(plan.wrong(control));
            rows.mean(control.tag() + "-shift", evidence.all(), shift, OptionalDouble.empty(), "");
            String variant = "text-shift,minus=" + control.tag();
            double[] beyond = OverlayRows.minus(text, shift);
            rows.mean(variant, evidence.all(), beyond, OptionalDouble.of(0), "");
            inUnits(variant + ",class-units", beyond, unit, evidence, rows);
        }
        for (OverlayText marker : plan.markers()) {
            double[] scrambled = evidence.shift(plan.marker(marker, OverlayInk.SCRAMBLED));
            double[] readable = evidence.shift(plan.marker(marker, OverlayInk.TEXT));
            rows.mean(
                    "shift,text=" + marker.tag(),
                    evidence.all(),
                    readable,
                    OptionalDouble.of(OverlayRows.mean(scrambled)),
                    "");
            rows.mean(
                    "text-shift,text=" + marker.tag() + ",minus=scrambled",
                    evidence.all(),
                    OverlayRows.minus(readable, scrambled),
                    OptionalDouble.of(0),
                    "");
        }
    }

    private static void inUnits(
            String variant, double[] shift, double unit, OverlayEvidence evidence, OverlayRows rows) {
        if (unit > 0) {
            double[] scaled = Arrays.stream(shift).map(value -> value / unit).toArray();
            rows.mean(variant, evidence.all(), scaled, OptionalDouble.of(0), "class unit " + unit);
        } else {
            rows.absent(variant, evidence.reasonAgainstClassUnit());
        }
    }
}
