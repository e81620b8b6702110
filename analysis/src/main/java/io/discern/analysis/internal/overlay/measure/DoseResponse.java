package io.discern.analysis.internal.overlay.measure;

import io.discern.analysis.ResultKey;
import io.discern.analysis.overlay.draw.OverlayFactor;
import io.discern.analysis.overlay.draw.OverlayInk;
import io.discern.analysis.overlay.draw.OverlayText;
import io.discern.analysis.overlay.measure.VoteKeys.FlipAt;
import io.discern.analysis.overlay.measure.VoteKeys.FlipOfMarker;
import io.discern.analysis.overlay.measure.VoteKeys.FlipSlope;
import io.discern.analysis.overlay.measure.VoteKeys.FlipThreshold;
import io.discern.analysis.overlay.run.Condition;
import io.discern.analysis.overlay.run.Control;
import io.discern.analysis.overlay.run.OverlayCondition;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;

/**
 * How many predictions the overlay changes with each marker, and at each size, contrast and opacity of the wrong label; over
 * doses also the least-squares slope, and the least dose at which 5 % flip: of all images ({@code flip-threshold,size}), and
 * beyond what the box flips ({@code ...,minus=box}). Null values: the box; for markers the scrambled string.
 */
public final class DoseResponse implements SuiteMeasure {
    @Override
    public void measure(SuiteEvidence evidence, OverlayRows rows) {
        new Flips(evidence, rows, evidence.votes().reasonAgainst()).measure();
    }

    private record Flips(SuiteEvidence evidence, OverlayRows rows, Optional<String> reason) {

        void measure() {
            for (OverlayText marker : evidence.plan().markers()) {
                OverlayCondition text = evidence.plan().marker(marker, OverlayInk.TEXT);
                FlipOfMarker key = FlipOfMarker.of(marker, k());
                rate(key, text, OverlayInk.SCRAMBLED);
                Control.HARMLESS.forEach(harmless -> beyond(key.minus(harmless), text, harmless.beside(text)));
            }
            for (OverlayFactor factor : OverlayFactor.values()) {
                SortedMap<Double, OverlayCondition> doses = evidence.plan().doses(factor);
                if (!doses.isEmpty()) {
                    doses.forEach((dose, condition) -> rate(new FlipAt(factor, dose, k()), condition, OverlayInk.BOX));
                    curves(factor, doses);
                }
            }
        }

        private int k() {
            return evidence.votes().k();
        }

        private void rate(ResultKey key, OverlayCondition text, OverlayInk control) {
            if (reason.isPresent()) {
                rows.absent(key, reason.get());
                return;
            }
            rows.voted(
                    key,
                    flipped(text),
                    OptionalDouble.of(flipped(text.with(control)).value()),
                    "null: " + control.tag(),
                    evidence.votes().remark());
        }

        private void beyond(ResultKey key, OverlayCondition text, Condition harmless) {
            if (reason.isPresent()) {
                rows.absent(key, reason.get());
                return;
            }
            VotedShare more = flipped(text).minus(flipped(harmless));
            rows.voted(key, more, OptionalDouble.of(0), "", evidence.votes().remark());
        }

        private VotedShare flipped(Condition condition) {
            return VotedShare.of(
                    evidence.images().clean().groupIndices(),
                    List.of(evidence.votes().clean(), evidence.votes().of(condition)),
                    (image, taken) -> taken[0] == taken[1] ? 0 : 1);
        }

        private void curves(OverlayFactor factor, Map<Double, OverlayCondition> doses) {
            FlipSlope slope = new FlipSlope(factor, k());
            FlipThreshold threshold = new FlipThreshold(factor, false, k());
            FlipThreshold beyond = new FlipThreshold(factor, true, k());
            if (reason.isPresent()) {
                List.of(slope, threshold, beyond).forEach(key -> rows.absent(key, reason.get()));
                return;
            }
            FlipCurve text = curve(doses, OverlayInk.TEXT);
            FlipCurve box = curve(doses, OverlayInk.BOX);
            rows.voted(
                    slope,
                    text.slope(),
                    OptionalDouble.of(box.slope().value()),
                    "flips per unit of " + factor.tag(),
                    evidence.votes().remark());
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
                            .map(condition -> flipped(condition.with(ink)))
                            .toList());
        }

        private void threshold(FlipThreshold key, FlipCurve curve, OptionalDouble control) {
            OptionalDouble dose = curve.threshold();
            if (dose.isEmpty()) {
                rows.absent(key, "no dose flips 5 % of the images");
                return;
            }
            String below = dose.getAsDouble() < curve.leastDose()
                    ? "interpolated below the least dose drawn, " + curve.leastDose()
                    : "";
            rows.plain(
                    key,
                    dose.getAsDouble(),
                    control,
                    below,
                    "where a curve of few doses reaches 5 % jumps from dose to dose");
        }
    }
}
