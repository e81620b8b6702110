package io.discern.analysis.overlay;

import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.stats.Clusters;
import io.discern.analysis.stats.Jackknife;
import java.util.ArrayList;
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
        List<LabeledEmbeddings> versions =
                new ArrayList<>(List.of(evidence.images().clean()));
        strings.forEach(
                text -> versions.add(evidence.images().in(evidence.plan().marker(text, ink))));
        TwoWayScatter scatter = new TwoWayScatter(versions);
        TwoWayScatter.Permuted permuted = scatter.permuted(evidence.seed());
        TwoWayScatter.Shares shares = scatter.without();
        LabeledEmbeddings clean = evidence.images().clean();
        Optional<Jackknife[]> jackknives = GroupsLeftOut.of(
                Clusters.of(clean.classIndices(), clean.groupIndices()),
                without -> statistics(scatter.without(without)));
        double[] values = shares.asArray();
        OptionalDouble[] controls = {
            OptionalDouble.of(permuted.overlay()), OptionalDouble.empty(), OptionalDouble.of(permuted.interaction())
        };
        for (int part = 0; part < PARTS.size(); part++) {
            int of = part;
            rows.statistic(
                    "variance-share,of=" + PARTS.get(part) + end,
                    values[part],
                    jackknives.map(all -> all[of].correctedInterval().cut(0, 1)),
                    OverlayRows.LOST,
                    controls[part],
                    "clean and " + strings.size() + " markers");
        }
        rows.statistic(
                "variance-share,of=overlay-to-class" + end,
                shares.overlay() / shares.classes(),
                jackknives.flatMap(all -> Jackknife.ratio(all[0], all[1], all[3])),
                "no interval: the class's share cannot be told from 0",
                OptionalDouble.empty(),
                "");
        rows.plain(
                "variance-share,of=overlay-p" + end,
                permuted.p(),
                OptionalDouble.empty(),
                "PERMANOVA, " + TwoWayScatter.PERMUTATIONS + " permutations within images");
    }

    /** The three shares, and the sum of the first two, whose variance tells how these go together. */
    private static double[] statistics(TwoWayScatter.Shares shares) {
        return new double[] {
            shares.overlay(), shares.classes(), shares.interaction(), shares.overlay() + shares.classes()
        };
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
