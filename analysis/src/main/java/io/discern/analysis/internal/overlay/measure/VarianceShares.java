package io.discern.analysis.internal.overlay.measure;

import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.internal.overlay.run.ImageDistances;
import io.discern.analysis.overlay.draw.OverlayInk;
import io.discern.analysis.overlay.draw.OverlayText;
import io.discern.analysis.overlay.measure.ShiftKeys.Source;
import io.discern.analysis.overlay.measure.ShiftKeys.VarianceShare;
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
public final class VarianceShares implements SuiteMeasure {
    private static final List<Source> PARTS = List.of(Source.OVERLAY, Source.CLASS, Source.INTERACTION);

    @Override
    public void measure(SuiteEvidence evidence, OverlayRows rows) {
        add(evidence, rows, OverlayInk.TEXT);
        add(evidence, rows, OverlayInk.SCRAMBLED);
    }

    private static void add(SuiteEvidence evidence, OverlayRows rows, OverlayInk ink) {
        boolean scrambled = ink == OverlayInk.SCRAMBLED;
        List<OverlayText> strings = evidence.plan().strings();
        Optional<String> reason = reasonAgainst(evidence, strings);
        if (reason.isPresent()) {
            Stream.of(Source.values()).forEach(part -> rows.absent(new VarianceShare(part, scrambled), reason.get()));
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
                    new VarianceShare(PARTS.get(part), scrambled),
                    values[part],
                    jackknives.map(all -> all[of].correctedInterval().cut(0, 1)),
                    OverlayRows.LOST,
                    controls[part],
                    "clean and " + strings.size() + " markers");
        }
        VarianceShare ratio = new VarianceShare(Source.OVERLAY_TO_CLASS, scrambled);
        if (shares.classes() > 0) {
            rows.statistic(
                    ratio,
                    shares.overlay() / shares.classes(),
                    jackknives.flatMap(all -> Jackknife.ratio(all[0], all[1], all[3])),
                    "the class's share cannot be told from 0",
                    OptionalDouble.empty(),
                    "");
        } else {
            rows.absent(ratio, "classes have no share of the spread");
        }
        rows.plain(
                new VarianceShare(Source.OVERLAY_P, scrambled),
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

    private static Optional<String> reasonAgainst(SuiteEvidence evidence, List<OverlayText> strings) {
        LabeledEmbeddings clean = evidence.images().clean();
        if (strings.isEmpty()) {
            return Optional.of("the plan has no marker that says the same on every image");
        }
        if (clean.classes().size() < 2) {
            return Optional.of("one class only is left, so there is no share of the class");
        }
        return new ImageDistances(clean).imageUnit(ImageDistances.NONE) > 0
                ? Optional.empty()
                : Optional.of("images have the same direction, so there is no spread to divide");
    }
}
