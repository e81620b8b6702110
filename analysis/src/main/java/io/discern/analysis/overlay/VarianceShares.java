package io.discern.analysis.overlay;

import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.stats.Interval;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * How the spread of unit rows divides between class and overlay, every image being shown clean and with each marker:
 * {@code eta2 = tr SS / tr SS_total} of the two-way layout class x overlay with images as blocks, the ratio overlay to class,
 * and the p-value of PERMANOVA (Anderson, Austral Ecology 26 (2001) 32-46) with versions permuted within images. The control
 * has the markers scrambled.
 */
final class VarianceShares implements OverlayMeasure {
    private static final List<String> PARTS = List.of("overlay", "class", "interaction");

    @Override
    public void measure(OverlayEvidence evidence, OverlayRows rows) {
        add(evidence, rows, OverlayInk.TEXT, "");
        add(evidence, rows, OverlayInk.SCRAMBLED, ",control=scrambled");
    }

    private static void add(OverlayEvidence evidence, OverlayRows rows, OverlayInk ink, String end) {
        List<OverlayText> strings = evidence.plan().strings();
        Optional<String> reason = reasonAgainst(evidence, strings);
        if (reason.isPresent()) {
            Stream.of("overlay", "class", "interaction", "overlay-to-class", "overlay-p")
                    .forEach(what -> rows.absent("variance-share,of=" + what + end, reason.get()));
            return;
        }
        List<LabeledEmbeddings> versions = new ArrayList<>(List.of(evidence.images().clean()));
        strings.forEach(text -> versions.add(evidence.images().in(evidence.plan().marker(text, ink))));
        TwoWayScatter scatter = new TwoWayScatter(versions);
        TwoWayScatter.Permuted permuted = scatter.permuted(evidence.seed());
        TwoWayScatter.Shares shares = scatter.shares(ImageDraws.once(evidence.images().count()));
        Optional<double[][]> replicates = ImageDraws.replicates(
                evidence.images().clean().groupIndices(), evidence.seed(), draws -> scatter.shares(draws).asArray());
        double[] values = shares.asArray();
        OptionalDouble[] controls = {
            OptionalDouble.of(permuted.overlay()), OptionalDouble.empty(), OptionalDouble.of(permuted.interaction())
        };
        for (int part = 0; part < PARTS.size(); part++) {
            int of = part;
            rows.statistic("variance-share,of=" + PARTS.get(part) + end, values[part],
                    replicates.flatMap(all -> ImageDraws.interval(all[of], values[of], 1)), controls[part],
                    "clean and " + strings.size() + " markers");
        }
        rows.statistic("variance-share,of=overlay-to-class" + end, values[0] / values[1],
                replicates.flatMap(all -> ratio(all, values[0] / values[1])), OptionalDouble.empty(), "");
        rows.plain("variance-share,of=overlay-p" + end, permuted.p(), OptionalDouble.empty(),
                "PERMANOVA, " + TwoWayScatter.PERMUTATIONS + " permutations within images");
    }

    /** On the scale of logarithms, where the shift of the replicates is a factor. */
    private static Optional<Interval> ratio(double[][] replicates, double value) {
        double[] logs = new double[replicates[0].length];
        Arrays.setAll(logs, replicate -> Math.log(replicates[0][replicate] / replicates[1][replicate]));
        if (value == 0 || !Arrays.stream(logs).allMatch(Double::isFinite)) {
            return Optional.empty();
        }
        Interval interval = Interval.shiftedPercentile(logs, Math.log(value));
        return Optional.of(new Interval(Math.exp(interval.low()), Math.exp(interval.high())));
    }

    private static Optional<String> reasonAgainst(OverlayEvidence evidence, List<OverlayText> strings) {
        LabeledEmbeddings clean = evidence.images().clean();
        if (strings.isEmpty()) {
            return Optional.of("the plan has no marker that says the same on every image");
        }
        if (clean.classes().size() < 2) {
            return Optional.of("one class only is left, so there is no share of the class");
        }
        return evidence.classUnit() > 0 ? Optional.empty() : Optional.of(evidence.reasonAgainstClassUnit());
    }
}
