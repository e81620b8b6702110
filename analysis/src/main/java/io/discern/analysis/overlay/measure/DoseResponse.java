package io.discern.analysis.overlay.measure;

import io.discern.analysis.FormedKey;
import io.discern.analysis.KeyForm;
import io.discern.analysis.ResultKey;
import io.discern.analysis.overlay.draw.OverlayFactor;
import io.discern.analysis.overlay.draw.OverlayInk;
import io.discern.analysis.overlay.draw.OverlayPosition;
import io.discern.analysis.overlay.draw.OverlayText;
import io.discern.analysis.overlay.run.ClassVotes;
import io.discern.analysis.overlay.run.OverlayCondition;
import io.discern.analysis.overlay.run.OverlayEvidence;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;

/**
 * How many predictions the overlay changes at each position, with each marker, and at each size, contrast and opacity of the
 * wrong label; over doses also the least-squares slope, and the least dose at which 5 % flip: of all images
 * ({@code flip-threshold,size}), and beyond what the box flips ({@code ...,minus=box}). Null values: the box; for markers the
 * scrambled string.
 */
public final class DoseResponse implements OverlayMeasure {
    /**
     * The share of predictions that change at a place.
     *
     * @param position where
     * @param k how many neighbours vote
     */
    public record FlipAtPlace(OverlayPosition position, int k) implements FormedKey {
        /** How it prints. */
        public static final KeyForm<FlipAtPlace> FORM =
                KeyForm.of(FlipAtPlace.class, OverlayMeasure.NAME, "flip-rate,position={position},k={k}");

        @Override
        public KeyForm<FlipAtPlace> form() {
            return FORM;
        }
    }

    /**
     * The share of predictions that change with a marker.
     *
     * @param text the marker
     * @param k how many neighbours vote
     */
    public record FlipOfMarker(OverlayText text, int k) implements FormedKey {
        /** How it prints. */
        public static final KeyForm<FlipOfMarker> FORM =
                KeyForm.of(FlipOfMarker.class, OverlayMeasure.NAME, "flip-rate,text={text},k={k}");

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
     * How far the text moves embeddings beyond the box at a place.
     *
     * @param position where
     */
    public record ShiftAtPlace(OverlayPosition position) implements FormedKey {
        /** How it prints. */
        public static final KeyForm<ShiftAtPlace> FORM =
                KeyForm.of(ShiftAtPlace.class, OverlayMeasure.NAME, "text-shift,position={position}");

        @Override
        public KeyForm<ShiftAtPlace> form() {
            return FORM;
        }
    }

    /**
     * How far the text moves embeddings beyond the box at a dose.
     *
     * @param factor what is given in doses
     * @param dose the dose
     */
    public record ShiftAt(OverlayFactor factor, double dose) implements FormedKey {
        /** How it prints. */
        public static final KeyForm<ShiftAt> FORM =
                KeyForm.of(ShiftAt.class, OverlayMeasure.NAME, "text-shift,{factor}={dose}");

        @Override
        public KeyForm<ShiftAt> form() {
            return FORM;
        }
    }

    /**
     * The slope of the share of changed predictions over doses.
     *
     * @param factor what is given in doses
     * @param k how many neighbours vote
     */
    public record Slope(OverlayFactor factor, int k) implements FormedKey {
        /** How it prints. */
        public static final KeyForm<Slope> FORM =
                KeyForm.of(Slope.class, OverlayMeasure.NAME, "flip-slope,{factor},k={k}");

        @Override
        public KeyForm<Slope> form() {
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
    public record Threshold(OverlayFactor factor, boolean beyondBox, int k) implements FormedKey {
        /** How it prints. */
        public static final KeyForm<Threshold> FORM =
                KeyForm.of(Threshold.class, OverlayMeasure.NAME, "flip-threshold,{factor}[beyondBox?,minus=box],k={k}");

        @Override
        public KeyForm<Threshold> form() {
            return FORM;
        }
    }

    @Override
    public void measure(OverlayEvidence evidence, OverlayRows rows) {
        new Flips(evidence, rows, evidence.votes().reasonAgainst()).measure();
    }

    private record Flips(OverlayEvidence evidence, OverlayRows rows, Optional<String> reason) {

        void measure() {
            for (OverlayCondition place : evidence.plan().places()) {
                OverlayPosition position = place.style().position();
                one(new FlipAtPlace(position, k()), new ShiftAtPlace(position), place);
            }
            for (OverlayText marker : evidence.plan().markers()) {
                rate(
                        new FlipOfMarker(marker, k()),
                        evidence.plan().marker(marker, OverlayInk.TEXT),
                        OverlayInk.SCRAMBLED);
            }
            for (OverlayFactor factor : OverlayFactor.values()) {
                SortedMap<Double, OverlayCondition> doses = evidence.plan().doses(factor);
                if (!doses.isEmpty()) {
                    doses.forEach((dose, condition) ->
                            one(new FlipAt(factor, dose, k()), new ShiftAt(factor, dose), condition));
                    curves(factor, doses);
                }
            }
        }

        private int k() {
            return evidence.votes().k();
        }

        private void one(ResultKey flips, ResultKey shift, OverlayCondition text) {
            rate(flips, text, OverlayInk.BOX);
            double[] beyond = OverlayRows.minus(evidence.shift(text), evidence.shift(text.with(OverlayInk.BOX)));
            rows.mean(shift, evidence.all(), beyond, OptionalDouble.of(0), "");
        }

        private void rate(ResultKey key, OverlayCondition text, OverlayInk control) {
            if (reason.isPresent()) {
                rows.absent(key, reason.get());
                return;
            }
            rows.share(
                    key,
                    evidence.all(),
                    flipped(text),
                    OptionalDouble.of(OverlayRows.mean(flipped(text.with(control)))),
                    "null: " + control.tag());
        }

        private double[] flipped(OverlayCondition condition) {
            return ClassVotes.differ(
                    evidence.all(),
                    evidence.votes().of(condition),
                    evidence.votes().clean());
        }

        private void curves(OverlayFactor factor, Map<Double, OverlayCondition> doses) {
            Slope slope = new Slope(factor, k());
            Threshold threshold = new Threshold(factor, false, k());
            Threshold beyond = new Threshold(factor, true, k());
            if (reason.isPresent()) {
                List.of(slope, threshold, beyond).forEach(key -> rows.absent(key, reason.get()));
                return;
            }
            FlipCurve text = curve(doses, OverlayInk.TEXT);
            FlipCurve box = curve(doses, OverlayInk.BOX);
            rows.shares(
                    slope,
                    evidence.all(),
                    1,
                    text.slope(),
                    OptionalDouble.of(OverlayRows.mean(box.slope().ofImages())),
                    "flips per unit of " + factor.tag());
            if (factor == OverlayFactor.SIZE) {
                threshold(threshold, text, box.threshold());
            } else {
                rows.absent(
                        threshold,
                        "box or ink is there at " + factor.tag() + " 0, so that flips do not start from none");
            }
            if (factor == OverlayFactor.OPACITY) {
                rows.absent(beyond, "the ink is there at opacity 0, so that flips do not start from none");
            } else {
                threshold(beyond, text.minus(box), OptionalDouble.empty());
            }
        }

        private FlipCurve curve(Map<Double, OverlayCondition> doses, OverlayInk ink) {
            return new FlipCurve(
                    doses.keySet().stream().mapToDouble(Double::doubleValue).toArray(),
                    doses.values().stream()
                            .map(condition -> ImageShares.of(flipped(condition.with(ink))))
                            .toList());
        }

        private void threshold(Threshold key, FlipCurve curve, OptionalDouble control) {
            OptionalDouble dose = curve.threshold();
            if (dose.isEmpty()) {
                rows.absent(key, "no dose flips 5 % of the images");
                return;
            }
            String below = dose.getAsDouble() < curve.leastDose()
                    ? "interpolated below the least dose drawn, " + curve.leastDose()
                    : "";
            rows.statistic(
                    key,
                    dose.getAsDouble(),
                    curve.thresholdInterval(evidence.images().clean().groupIndices()),
                    "no interval: the lower end of the rate's reaches 5 % at no dose",
                    control,
                    below);
        }
    }
}
