package io.discern.analysis.internal.overlay.measure;

import io.discern.analysis.ResultKey;
import io.discern.analysis.internal.overlay.run.ImageDistances;
import io.discern.analysis.overlay.draw.OverlayInk;
import io.discern.analysis.overlay.draw.OverlayText;
import io.discern.analysis.overlay.measure.ShiftKeys.Beyond;
import io.discern.analysis.overlay.measure.ShiftKeys.MarkerBeyond;
import io.discern.analysis.overlay.measure.ShiftKeys.OfMarker;
import io.discern.analysis.overlay.measure.ShiftKeys.Shift;
import io.discern.analysis.overlay.measure.ShiftKeys.Unit;
import io.discern.analysis.overlay.measure.ShiftKeys.UnitKey;
import io.discern.analysis.overlay.run.Control;
import io.discern.analysis.overlay.run.OverlayCondition;
import io.discern.analysis.overlay.run.OverlayPlan;
import io.discern.analysis.stats.Interval;
import io.discern.analysis.stats.Jackknife;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * How far the overlay moves embeddings, {@code 1 - cos} of an image and its overlaid version, in units that encoders share: the
 * mean distance of two images. In every style with the text, and with the text beyond scrambled and mirrored ink and beyond
 * harmless changes, image by image. A blank box is no control of these: cosine distances do not add, and ink on a box can
 * take an image back towards where it was.
 */
public final class ControlledShifts implements SuiteMeasure {
    /** What the text is measured against in every style. */
    static final List<Control> BEYOND =
            List.of(Control.SCRAMBLED, Control.MIRRORED, Control.AGAIN, Control.JPEG, Control.NOISE);

    /** What every marker is measured against. */
    private static final List<Control> OF_MARKERS =
            List.of(Control.SCRAMBLED, Control.AGAIN, Control.JPEG, Control.NOISE);

    @Override
    public void measure(SuiteEvidence evidence, OverlayRows rows) {
        Shifts shifts =
                new Shifts(evidence, rows, new ImageDistances(evidence.images().clean()));
        shifts.unit(UnitKey.IMAGE_UNIT, Unit.IMAGE);
        shifts.unit(UnitKey.CLASS_UNIT, Unit.CLASS);
        OverlayPlan plan = evidence.plan();
        OverlayCondition base = plan.styles().get(0);
        shifts.raw(Shift.OF_TEXT, evidence.shift(base), OverlayRows.mean(evidence.shift(base.with(OverlayInk.BOX))));
        shifts.in(Unit.CLASS, Shift.OF_TEXT, evidence.shift(base));
        for (Control control : Control.values()) {
            double[] shift = evidence.shift(control.beside(base));
            shifts.in(Unit.IMAGE, Shift.of(control), shift);
            if (Control.INKS.contains(control)) {
                shifts.in(Unit.CLASS, Shift.of(control), shift);
            }
        }
        for (OverlayCondition style : plan.styles()) {
            Optional<String> at = plan.at(style);
            double[] text = evidence.shift(style);
            shifts.in(Unit.IMAGE, Shift.OF_TEXT.at(at), text);
            for (Control control : BEYOND) {
                double[] beyond = OverlayRows.minus(text, evidence.shift(control.beside(style)));
                shifts.ratio(new Beyond(control, at), Unit.IMAGE, false, beyond);
            }
        }
        for (OverlayText marker : plan.markers()) {
            double[] readable = evidence.shift(plan.marker(marker, OverlayInk.TEXT));
            shifts.ratio(new OfMarker(marker), Unit.IMAGE, true, readable);
            for (Control control : OF_MARKERS) {
                double[] without = evidence.shift(control.beside(plan.marker(marker, OverlayInk.TEXT)));
                shifts.ratio(
                        new MarkerBeyond(marker, control), Unit.IMAGE, false, OverlayRows.minus(readable, without));
            }
        }
    }

    private record Shifts(SuiteEvidence evidence, OverlayRows rows, ImageDistances distances) {

        void unit(UnitKey key, Unit unit) {
            double value = of(unit, ImageDistances.NONE);
            Optional<String> tooFew = unit == Unit.CLASS ? distances.tooFewGroups() : Optional.empty();
            if (value > 0) {
                rows.statistic(
                        key,
                        value,
                        tooFew.isPresent() ? Optional.empty() : ofUnit(value, unit),
                        tooFew.orElse(OverlayRows.LOST),
                        OptionalDouble.empty(),
                        "in cosine distance");
            } else if (value == 0) {
                rows.plain(key, 0, OptionalDouble.empty(), reasonAgainst(unit));
            } else {
                rows.absent(key, reasonAgainst(unit));
            }
        }

        /** Classes are no sample: with another mix of them images are farther apart or nearer. */
        private Optional<Interval> ofUnit(double value, Unit unit) {
            int[] strata = distances.classOfGroup();
            double[][] leftOut = IntStream.range(0, Arrays.stream(strata).max().orElse(-1) + 1)
                    .mapToObj(stratum -> IntStream.range(0, strata.length)
                            .filter(group -> strata[group] == stratum)
                            .mapToDouble(group -> of(unit, group))
                            .toArray())
                    .toArray(double[][]::new);
            boolean known =
                    Arrays.stream(leftOut).flatMapToDouble(Arrays::stream).allMatch(Double::isFinite);
            return known && Arrays.stream(leftOut).anyMatch(members -> members.length > 1)
                    ? Optional.of(Jackknife.ofStrata(value, leftOut).interval().cut(0, 2))
                    : Optional.empty();
        }

        /** In cosine distance. */
        void raw(Shift key, double[] shift, double control) {
            double value = OverlayRows.mean(shift);
            rows.statistic(
                    key,
                    value,
                    positive(value, without(shift)),
                    OverlayRows.LOST,
                    OptionalDouble.of(control),
                    "null: box");
        }

        void in(Unit unit, Shift key, double[] shift) {
            ratio(key.in(unit), unit, true, shift);
        }

        void ratio(ResultKey key, Unit unit, boolean positive, double[] shift) {
            double scale = of(unit, ImageDistances.NONE);
            if (!(scale > 0)) {
                rows.absent(key, reasonAgainst(unit));
                return;
            }
            double value = OverlayRows.mean(shift) / scale;
            OfGroup mean = without(shift);
            OfGroup ratio = without -> mean.without(without) / of(unit, without);
            Optional<String> tooFew = unit == Unit.CLASS ? distances.tooFewGroups() : Optional.empty();
            rows.statistic(
                    key,
                    value,
                    tooFew.isPresent() ? Optional.empty() : positive ? positive(value, ratio) : interval(value, ratio),
                    tooFew.orElse(OverlayRows.LOST),
                    OptionalDouble.empty(),
                    "");
        }

        /** The mean without each group. */
        private OfGroup without(double[] shift) {
            int[] groups = evidence.images().clean().groupIndices();
            double[] sums = new double[distances.groups()];
            int[] sizes = new int[sums.length];
            for (int image = 0; image < shift.length; image++) {
                sums[groups[image]] += shift[image];
                sizes[groups[image]]++;
            }
            double sum = Arrays.stream(sums).sum();
            return without -> (sum - sums[without]) / (shift.length - sizes[without]);
        }

        private Optional<Interval> interval(double value, OfGroup statistic) {
            return jackknife(value, statistic).map(left -> {
                double t = TDistribution.of(distances.effectiveGroups() - 1).inverseCumulativeProbability(0.975);
                return new Interval(value - t * left.standardError(), value + t * left.standardError());
            });
        }

        /** On the scale of logarithms, on which what is positive and skew is less so. */
        private Optional<Interval> positive(double value, OfGroup statistic) {
            return value > 0
                    ? interval(Math.log(value), without -> Math.log(statistic.without(without)))
                            .map(ends -> new Interval(Math.exp(ends.low()), Math.exp(ends.high())))
                    : interval(value, statistic);
        }

        private interface OfGroup {
            double without(int group);
        }

        private Optional<Jackknife> jackknife(double value, OfGroup statistic) {
            if (distances.groups() < 2) {
                return Optional.empty();
            }
            double[] leftOut = IntStream.range(0, distances.groups())
                    .mapToDouble(statistic::without)
                    .toArray();
            return Arrays.stream(leftOut).allMatch(Double::isFinite)
                    ? Optional.of(Jackknife.of(value, leftOut))
                    : Optional.empty();
        }

        private double of(Unit unit, int without) {
            return unit == Unit.IMAGE ? distances.imageUnit(without) : distances.classUnit(without);
        }

        private String reasonAgainst(Unit unit) {
            if (Double.isNaN(of(unit, ImageDistances.NONE))) {
                return "no two images of different groups, or a class of one group alone; expected pairs to measure a unit by";
            }
            return unit == Unit.IMAGE
                    ? "images of different groups have the same direction, so there is no unit"
                    : "class centroids are no farther apart than they err, so there is no unit";
        }
    }
}
