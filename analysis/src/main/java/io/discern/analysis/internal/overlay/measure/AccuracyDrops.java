package io.discern.analysis.internal.overlay.measure;

import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.internal.overlay.run.ClassVotes;
import io.discern.analysis.internal.overlay.run.Taken;
import io.discern.analysis.overlay.draw.OverlayInk;
import io.discern.analysis.overlay.measure.VoteKeys.AccuracyDrop;
import io.discern.analysis.overlay.measure.VoteKeys.Average;
import io.discern.analysis.overlay.measure.VoteKeys.Side;
import io.discern.analysis.stats.Clusters;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * k-NN accuracy of clean images by clean images, minus the accuracy where the queries, the bank or both carry the wrong label:
 * micro and balanced, image by image. The null value is the same with the box.
 */
public final class AccuracyDrops implements SuiteMeasure {

    @Override
    public void measure(SuiteEvidence evidence, OverlayRows rows) {
        Optional<String> reason = evidence.votes().reasonAgainst();
        int k = evidence.votes().k();
        LabeledEmbeddings clean = evidence.images().clean();
        for (Side side : Side.values()) {
            for (Average average : Average.values()) {
                AccuracyDrop key = new AccuracyDrop(side, k, average);
                if (reason.isPresent()) {
                    rows.absent(key, reason.get());
                    continue;
                }
                VotedShare box = drop(evidence, average, taken(evidence, side, OverlayInk.BOX));
                VotedShare text = drop(evidence, average, taken(evidence, side, OverlayInk.TEXT));
                String few =
                        Clusters.of(clean.classIndices(), clean.groupIndices()).few();
                if (!few.isEmpty()) {
                    rows.plain(key, text.value(), OptionalDouble.of(box.value()), "", few);
                    continue;
                }
                rows.compared(
                        key,
                        text,
                        OptionalDouble.of(box.value()),
                        evidence.votes().remark());
            }
        }
    }

    private static VotedShare drop(SuiteEvidence evidence, Average average, Taken after) {
        int[] truth = evidence.images().clean().classIndices();
        int[] strata = average == Average.BALANCED ? truth : new int[truth.length];
        int[] groups = evidence.images().clean().groupIndices();
        VotedShare.Event right = (image, taken) -> taken[0] == truth[image] ? 1 : 0;
        Taken clean = evidence.votes().clean();
        return VotedShare.of(strata, groups, List.of(clean), right)
                .minus(VotedShare.of(strata, groups, List.of(after), right));
    }

    private static Taken taken(SuiteEvidence evidence, Side side, OverlayInk ink) {
        ClassVotes votes = evidence.votes();
        LabeledEmbeddings clean = evidence.images().clean();
        LabeledEmbeddings overlaid = evidence.images().in(evidence.plan().wrong(ink));
        return switch (side) {
            case QUERY -> votes.of(evidence.plan().wrong(ink));
            case BANK -> votes.of(clean, overlaid);
            case BOTH -> votes.of(overlaid, overlaid);
        };
    }
}
