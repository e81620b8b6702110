package io.discern.analysis.overlay;

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
final class DoseResponse implements OverlayMeasure {

    @Override
    public void measure(OverlayEvidence evidence, OverlayRows rows) {
        new Flips(evidence, rows, evidence.votes().reasonAgainst()).measure();
    }

    private record Flips(OverlayEvidence evidence, OverlayRows rows, Optional<String> reason) {

        void measure() {
            for (OverlayCondition place : evidence.plan().places()) {
                one("position=" + place.style().position().tag(), place);
            }
            for (OverlayText marker : evidence.plan().markers()) {
                rate("text=" + marker.tag(), evidence.plan().marker(marker, OverlayInk.TEXT), OverlayInk.SCRAMBLED);
            }
            for (OverlayFactor factor : OverlayFactor.values()) {
                SortedMap<Double, OverlayCondition> doses = evidence.plan().doses(factor);
                if (!doses.isEmpty()) {
                    doses.forEach((dose, condition) -> one(factor.tag() + "=" + dose, condition));
                    curves(factor, doses);
                }
            }
        }

        private String suffix() {
            return ",k=" + evidence.votes().k();
        }

        private void one(String what, OverlayCondition text) {
            rate(what, text, OverlayInk.BOX);
            double[] beyond = OverlayRows.minus(evidence.shift(text), evidence.shift(text.with(OverlayInk.BOX)));
            rows.mean("text-shift," + what, evidence.all(), beyond, OptionalDouble.of(0), "");
        }

        private void rate(String what, OverlayCondition text, OverlayInk control) {
            String variant = "flip-rate," + what + suffix();
            if (reason.isPresent()) {
                rows.absent(variant, reason.get());
                return;
            }
            rows.share(
                    variant,
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
            String slope = "flip-slope," + factor.tag() + suffix();
            String threshold = "flip-threshold," + factor.tag() + suffix();
            String beyond = "flip-threshold," + factor.tag() + ",minus=box" + suffix();
            if (reason.isPresent()) {
                List.of(slope, threshold, beyond).forEach(variant -> rows.absent(variant, reason.get()));
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

        private void threshold(String variant, FlipCurve curve, OptionalDouble control) {
            OptionalDouble dose = curve.threshold();
            if (dose.isEmpty()) {
                rows.absent(variant, "no dose flips 5 % of the images");
                return;
            }
            String below = dose.getAsDouble() < curve.leastDose()
                    ? "interpolated below the least dose drawn, " + curve.leastDose()
                    : "";
            rows.statistic(
                    variant,
                    dose.getAsDouble(),
                    curve.thresholdInterval(evidence.images().clean().groupIndices()),
                    "no interval: the lower end of the rate's reaches 5 % at no dose",
                    control,
                    below);
        }
    }
}
