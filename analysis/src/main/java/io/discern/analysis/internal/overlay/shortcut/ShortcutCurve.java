package io.discern.analysis.internal.overlay.shortcut;

import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.internal.overlay.measure.OverlayRows;
import io.discern.analysis.internal.overlay.measure.SuiteEvidence;
import io.discern.analysis.internal.overlay.measure.SuiteMeasure;
import io.discern.analysis.internal.overlay.measure.VotedShare;
import io.discern.analysis.internal.overlay.run.PickedRows;
import io.discern.analysis.internal.overlay.run.Taken;
import io.discern.analysis.overlay.draw.OverlayInk;
import io.discern.analysis.overlay.measure.VoteKeys.Shortcut;
import io.discern.analysis.overlay.measure.VoteKeys.ShortcutPart;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;

/**
 * ShortcutPart k-NN learns from a bank whose overlays predict the class: with correlation rho a bank image carries its own class's
 * name with probability {@code 1/C + rho (1 - 1/C)}, else the name of another. Queries carry the name of their class
 * (aligned) or of another (reversed).
 *
 * <p>{@code shortcut-gap}: aligned minus reversed accuracy; {@code shortcut-worst-group}: the least accuracy of a class in one
 * of the two. Null values: the same with the boxes, whose widths may give the class away as well.
 */
public final class ShortcutCurve implements SuiteMeasure {
    private static final double[] CORRELATIONS = {0, 0.25, 0.5, 0.75, 1};

    @Override
    public void measure(SuiteEvidence evidence, OverlayRows rows) {
        Optional<String> reason = evidence.votes().reasonAgainst();
        for (double rho : CORRELATIONS) {
            int k = evidence.votes().k();
            if (reason.isPresent()) {
                for (ShortcutPart what : ShortcutPart.values()) {
                    rows.absent(new Shortcut(what, rho, k), reason.get());
                }
                continue;
            }
            Outcome text = Outcome.of(evidence, rho, OverlayInk.TEXT);
            Outcome box = Outcome.of(evidence, rho, OverlayInk.BOX);
            String holds = evidence.votes().remark();
            rows.voted(new Shortcut(ShortcutPart.ALIGNED, rho, k), text.aligned, control(box.aligned), "", holds);
            rows.voted(new Shortcut(ShortcutPart.REVERSED, rho, k), text.reversed, control(box.reversed), "", holds);
            rows.voted(
                    new Shortcut(ShortcutPart.GAP, rho, k),
                    text.aligned.minus(text.reversed),
                    control(box.gap()),
                    "",
                    holds);
            rows.plain(
                    new Shortcut(ShortcutPart.WORST_GROUP, rho, k),
                    text.worstGroup,
                    OptionalDouble.of(box.worstGroup),
                    "",
                    "the least of several shares is biased low");
        }
    }

    private static OptionalDouble control(VotedShare share) {
        return OptionalDouble.of(share.value());
    }

    /** The share that is taken for its class, with its own name and with another's, and the least of a class in either. */
    private record Outcome(VotedShare aligned, VotedShare reversed, double worstGroup) {

        static Outcome of(SuiteEvidence evidence, double rho, OverlayInk ink) {
            LabeledEmbeddings own = evidence.images().in(evidence.plan().truth(ink));
            LabeledEmbeddings other = evidence.images().in(evidence.plan().wrong(ink));
            int classes = own.classes().size();
            double share = 1.0 / classes + rho * (1 - 1.0 / classes);
            // The same draws for every rho and ink: a bank image that carries its own name does so at any higher rho.
            SplittableRandom random = new SplittableRandom(evidence.seed());
            int[] chosen = new int[own.rows()];
            for (int row = 0; row < chosen.length; row++) {
                chosen[row] = random.nextDouble() < share ? 0 : 1;
            }
            try (LabeledEmbeddings bank = PickedRows.chosen(List.of(own, other), chosen)) {
                Taken aligned = evidence.votes().of(own, bank);
                Taken reversed = evidence.votes().of(other, bank);
                int[] labels = evidence.images().clean().classIndices();
                return new Outcome(
                        right(aligned, evidence),
                        right(reversed, evidence),
                        Math.min(
                                worstGroup(evidence.votes().right(aligned.classes()), labels),
                                worstGroup(evidence.votes().right(reversed.classes()), labels)));
            }
        }

        private static VotedShare right(Taken taken, SuiteEvidence evidence) {
            int[] labels = evidence.images().clean().classIndices();
            return VotedShare.of(
                    evidence.images().clean().groupIndices(),
                    List.of(taken),
                    (image, classes) -> classes[0] == labels[image] ? 1 : 0);
        }

        VotedShare gap() {
            return aligned.minus(reversed);
        }

        private static double worstGroup(double[] right, int[] labels) {
            int classes = Arrays.stream(labels).max().orElseThrow() + 1;
            double[] told = new double[classes];
            int[] sizes = new int[classes];
            for (int row = 0; row < labels.length; row++) {
                sizes[labels[row]]++;
                told[labels[row]] += right[row];
            }
            double worst = 1;
            for (int label = 0; label < classes; label++) {
                if (sizes[label] > 0) {
                    worst = Math.min(worst, told[label] / sizes[label]);
                }
            }
            return worst;
        }
    }
}
