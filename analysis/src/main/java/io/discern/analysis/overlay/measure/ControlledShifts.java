package io.discern.analysis.overlay.measure;

import io.discern.analysis.FormedKey;
import io.discern.analysis.KeyForm;
import io.discern.analysis.ResultKey;
import io.discern.analysis.overlay.draw.OverlayInk;
import io.discern.analysis.overlay.draw.OverlayText;
import io.discern.analysis.overlay.run.OverlayEvidence;
import io.discern.analysis.overlay.run.OverlayPlan;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How far the text moves embeddings beyond each control, in cosine distance and in class units: for the wrong label, and for
 * each marker beyond its own scrambled form.
 */
public final class ControlledShifts implements OverlayMeasure {
    /**
     * How far something moves embeddings, in cosine distance or in class units.
     *
     * @param of the control that moves them; empty for the text
     * @param classUnits whether in units of the distance between classes
     */
    public record Shift(Optional<OverlayInk> of, boolean classUnits) implements FormedKey {
        /** How it prints. */
        public static final KeyForm<Shift> FORM = KeyForm.of(
                Shift.class,
                OverlayMeasure.NAME,
                "[{of}-]shift[classUnits?,class-units]",
                Map.of("of", "box|scrambled|mirrored"));
        /** The text, in cosine distance. */
        public static final Shift OF_TEXT = new Shift(Optional.empty(), false);

        /** A control, in cosine distance. */
        public static Shift of(OverlayInk control) {
            return new Shift(Optional.of(control), false);
        }

        /** The same in class units. */
        public Shift inClassUnits() {
            return new Shift(of, true);
        }

        @Override
        public KeyForm<Shift> form() {
            return FORM;
        }
    }

    /**
     * How far the text moves embeddings beyond a control, image by image.
     *
     * @param minus the control; empty for the box
     * @param classUnits whether in units of the distance between classes
     */
    public record Beyond(Optional<OverlayInk> minus, boolean classUnits) implements FormedKey {
        /** How it prints. */
        public static final KeyForm<Beyond> FORM =
                KeyForm.of(Beyond.class, OverlayMeasure.NAME, "text-shift[,minus={minus}][classUnits?,class-units]");
        /** Beyond the box, in cosine distance. */
        public static final Beyond BOX = new Beyond(Optional.empty(), false);

        /** Beyond a control, in cosine distance. */
        public static Beyond of(OverlayInk control) {
            return new Beyond(Optional.of(control).filter(ink -> ink != OverlayInk.BOX), false);
        }

        /** The same in class units. */
        public Beyond inClassUnits() {
            return new Beyond(minus, true);
        }

        @Override
        public KeyForm<Beyond> form() {
            return FORM;
        }
    }

    /**
     * How far a marker moves embeddings.
     *
     * @param text the marker
     */
    public record OfMarker(OverlayText text) implements FormedKey {
        /** How it prints. */
        public static final KeyForm<OfMarker> FORM =
                KeyForm.of(OfMarker.class, OverlayMeasure.NAME, "shift,text={text}");

        @Override
        public KeyForm<OfMarker> form() {
            return FORM;
        }
    }

    /**
     * How far a marker moves embeddings beyond its scrambled form.
     *
     * @param text the marker
     */
    public record MarkerBeyond(OverlayText text) implements FormedKey {
        /** How it prints. */
        public static final KeyForm<MarkerBeyond> FORM =
                KeyForm.of(MarkerBeyond.class, OverlayMeasure.NAME, "text-shift,text={text},minus=scrambled");

        @Override
        public KeyForm<MarkerBeyond> form() {
            return FORM;
        }
    }

    private static final List<OverlayInk> SHAPES = List.of(OverlayInk.SCRAMBLED, OverlayInk.MIRRORED);

    @Override
    public void measure(OverlayEvidence evidence, OverlayRows rows) {
        double unit = evidence.classUnit();
        OverlayPlan plan = evidence.plan();
        double[] text = evidence.shift(plan.wrong(OverlayInk.TEXT));
        double[] box = evidence.shift(plan.wrong(OverlayInk.BOX));
        inUnits(Shift.of(OverlayInk.BOX).inClassUnits(), box, unit, evidence, rows);
        for (OverlayInk control : SHAPES) {
            double[] shift = evidence.shift(plan.wrong(control));
            rows.mean(Shift.of(control), evidence.all(), shift, OptionalDouble.empty(), "");
            Beyond key = Beyond.of(control);
            double[] beyond = OverlayRows.minus(text, shift);
            rows.mean(key, evidence.all(), beyond, OptionalDouble.of(0), "");
            inUnits(key.inClassUnits(), beyond, unit, evidence, rows);
        }
        for (OverlayText marker : plan.markers()) {
            double[] scrambled = evidence.shift(plan.marker(marker, OverlayInk.SCRAMBLED));
            double[] readable = evidence.shift(plan.marker(marker, OverlayInk.TEXT));
            rows.mean(
                    new OfMarker(marker), evidence.all(), readable, OptionalDouble.of(OverlayRows.mean(scrambled)), "");
            rows.mean(
                    new MarkerBeyond(marker),
                    evidence.all(),
                    OverlayRows.minus(readable, scrambled),
                    OptionalDouble.of(0),
                    "");
        }
    }

    private static void inUnits(
            ResultKey key, double[] shift, double unit, OverlayEvidence evidence, OverlayRows rows) {
        if (unit > 0) {
            double[] scaled = Arrays.stream(shift).map(value -> value / unit).toArray();
            rows.mean(key, evidence.all(), scaled, OptionalDouble.of(0), "class unit " + unit);
        } else {
            rows.absent(key, evidence.reasonAgainstClassUnit());
        }
    }
}
