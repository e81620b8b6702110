package io.discern.analysis.overlay;

import io.discern.analysis.LabeledEmbeddings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * How the spread of unit rows divides between class and overlay, every image being shown clean and with each marker:
 * {@code eta2 = tr SS / tr SS_total} of the two-way layout class x overlay with images as blocks (Pillai-type traces without
 * inverses, as in Anderson 2001), the ratio overlay to class, and the p-value of PERMANOVA with versions permuted within
 * images. The control has the markers scrambled.
 */
final class VarianceShares implements OverlayMeasure {

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
        rows.statistic("variance-share,of=overlay" + end, draws -> scatter.shares(draws).overlay(),
                OptionalDouble.of(permuted.overlay()), "clean and " + strings.size() + " markers");
        rows.statistic("variance-share,of=class" + end, draws -> scatter.shares(draws).classes(), OptionalDouble.empty(), "");
        rows.statistic("variance-share,of=interaction" + end, draws -> scatter.shares(draws).interaction(),
                OptionalDouble.of(permuted.interaction()), "");
        rows.statistic("variance-share,of=overlay-to-class" + end, draws -> scatter.shares(draws).overlayToClass(),
                OptionalDouble.empty(), "");
        rows.plain("variance-share,of=overlay-p" + end, permuted.p(), OptionalDouble.empty(),
                "PERMANOVA, " + TwoWayScatter.PERMUTATIONS + " permutations within images");
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
