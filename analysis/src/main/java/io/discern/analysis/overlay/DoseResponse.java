package io.discern.analysis.overlay;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.stream.IntStream;

/**
 * How many predictions the wrong label changes at each position, and at each size, contrast and opacity; for these the slope
 * of the least-squares line of flips over doses, and the least dose at which 5 % flip (linear between doses, none at dose 0).
 * Null values: the same with the box.
 */
final class DoseResponse implements OverlayMeasure {
    private static final double THRESHOLD = 0.05;

    @Override
    public void measure(OverlayEvidence evidence, OverlayRows rows) {
        for (OverlayCondition place : evidence.plan().places()) {
            flips(evidence, rows, "position=" + place.style().position().tag(), place);
        }
        for (OverlayText marker : evidence.plan().markers()) {
            flips(evidence, rows, "text=" + marker.tag(), evidence.plan().marker(marker, OverlayInk.TEXT));
        }
        for (OverlayFactor factor : OverlayFactor.values()) {
            SortedMap<Double, OverlayCondition> doses = evidence.plan().doses(factor);
            if (!doses.isEmpty()) {
                doses.forEach((dose, condition) -> flips(evidence, rows, factor.tag() + "=" + dose, condition));
                curve(evidence, rows, factor, doses);
            }
        }
    }

    private static String suffix(OverlayEvidence evidence) {
        return ",k=" + evidence.votes().k();
    }

    /** Flips and shift in one condition, beside its box or, for markers, beside the scrambled string. */
    private static void flips(OverlayEvidence evidence, OverlayRows rows, String what, OverlayCondition text) {
        boolean marker = text.text() != OverlayText.WRONG_LABEL;
        OverlayCondition control = text.with(marker ? OverlayInk.SCRAMBLED : OverlayInk.BOX);
        Optional<String> reason = evidence.votes().reasonAgainst();
        if (reason.isPresent()) {
            rows.absent("flip-rate," + what + suffix(evidence), reason.get());
        } else {
            rows.mean("flip-rate," + what + suffix(evidence), evidence.all(), flipped(evidence, text),
                    OptionalDouble.of(OverlayRows.mean(flipped(evidence, control))), marker ? "null: scrambled" : "");
        }
        if (!marker) {
            double[] beyond = OverlayRows.minus(evidence.shift(text), evidence.shift(control));
            rows.mean("text-shift," + what, evidence.all(), beyond, OptionalDouble.of(0), "");
        }
    }

    private static double[] flipped(OverlayEvidence evidence, OverlayCondition condition) {
        return ClassVotes.differ(evidence.all(), evidence.votes().of(condition), evidence.votes().clean());
    }

    private static void curve(
            OverlayEvidence evidence, OverlayRows rows, OverlayFactor factor, Map<Double, OverlayCondition> doses) {
        String slope = "flip-slope," + factor.tag() + suffix(evidence);
        String threshold = "flip-threshold," + factor.tag() + suffix(evidence);
        Optional<String> reason = evidence.votes().reasonAgainst();
        if (reason.isPresent()) {
            rows.absent(slope, reason.get());
            rows.absent(threshold, reason.get());
            return;
        }
        Curve text = new Curve(doses.keySet(), doses.values(), evidence);
        Curve box = new Curve(doses.keySet(), doses.values().stream().map(dose -> dose.with(OverlayInk.BOX)).toList(), evidence);
        rows.mean(slope, evidence.all(), text.slopes(), OptionalDouble.of(OverlayRows.mean(box.slopes())),
                "flips per unit of " + factor.tag());
        int[] once = ImageDraws.once(evidence.images().count());
        if (Double.isInfinite(text.threshold(once))) {
            rows.absent(threshold, "no dose flips 5 % of the images");
        } else {
            double boxThreshold = box.threshold(once);
            rows.statistic(threshold, text::threshold, Double.MAX_VALUE,
                    Double.isInfinite(boxThreshold) ? OptionalDouble.empty() : OptionalDouble.of(boxThreshold),
                    Double.isInfinite(boxThreshold) ? "no box flips 5 % of the images" : "");
        }
    }

    /** Which image flips at which dose. */
    private static final class Curve {
        private final double[] doses;
        private final double[][] flips;

        Curve(Collection<Double> doses, Collection<OverlayCondition> conditions, OverlayEvidence evidence) {
            this.doses = doses.stream().mapToDouble(Double::doubleValue).toArray();
            List<double[]> all = new ArrayList<>();
            conditions.forEach(condition -> all.add(flipped(evidence, condition)));
            this.flips = all.toArray(double[][]::new);
        }

        /** For each image the slope of its own flips over the doses; their mean is the slope of the rate. */
        double[] slopes() {
            double middle = Arrays.stream(doses).average().orElseThrow();
            double squares = Arrays.stream(doses).map(dose -> (dose - middle) * (dose - middle)).sum();
            return IntStream.range(0, flips[0].length)
                    .mapToDouble(row -> IntStream.range(0, doses.length)
                            .mapToDouble(dose -> (doses[dose] - middle) * flips[dose][row] / squares)
                            .sum())
                    .toArray();
        }

        /** The least dose at which 5 % flip; infinite if none does. */
        double threshold(int[] draws) {
            double lastDose = 0;
            double lastRate = 0;
            for (int dose = 0; dose < doses.length; dose++) {
                double rate = rate(flips[dose], draws);
                if (rate >= THRESHOLD) {
                    return lastDose + (doses[dose] - lastDose) * (THRESHOLD - lastRate) / (rate - lastRate);
                }
                lastDose = doses[dose];
                lastRate = rate;
            }
            return Double.POSITIVE_INFINITY;
        }

        private static double rate(double[] flips, int[] draws) {
            double flipped = 0;
            double drawn = 0;
            for (int row = 0; row < draws.length; row++) {
                flipped += draws[row] * flips[row];
                drawn += draws[row];
            }
            return flipped / drawn;
        }
    }
}
