package io.discern.analysis.overlay.measure;

import io.discern.analysis.overlay.run.OverlayEvidence;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * Whose predicted class the overlay changes: at all ({@code flip-rate}), from right to wrong among the images that were right
 * ({@code harmful-flip-rate}), to the class that the text names ({@code flip-to-named}).
 */
public final class ControlledFlips implements OverlayMeasure {

    /** Whether it happened to an image, by what the images are taken for afterwards. */
    private interface Flip {
        boolean happened(int row, int[] after);
    }

    @Override
    public void measure(OverlayEvidence evidence, OverlayRows rows) {
        Optional<String> reason = evidence.votes().reasonAgainst();
        int[] before = reason.isPresent()
                ? new int[evidence.images().count()]
                : evidence.votes().clean();
        int[] truth = evidence.images().clean().classIndices();
        int[] named = evidence.images().named();
        Kinds kinds = new Kinds(evidence, rows, reason);
        kinds.add(OverlayRate.Kind.FLIP, row -> true, (row, after) -> after[row] != before[row], "there is no image");
        kinds.add(
                OverlayRate.Kind.HARMFUL_FLIP,
                row -> before[row] == truth[row],
                (row, after) -> after[row] != truth[row],
                "no clean image is taken for its own class");
        kinds.add(
                OverlayRate.Kind.FLIP_TO_NAMED,
                row -> named[row] >= 0 && before[row] != named[row],
                (row, after) -> after[row] == named[row],
                "every clean image is already taken for the class that its text names");
        kinds.add(
                OverlayRate.Kind.ATTACK,
                row -> named[row] >= 0 && before[row] == truth[row],
                (row, after) -> after[row] == named[row],
                "no clean image is taken for its own class");
    }

    private record Kinds(OverlayEvidence evidence, OverlayRows rows, Optional<String> reason) {

        void add(OverlayRate.Kind kind, IntPredicate counts, Flip flip, String nobody) {
            int k = evidence.votes().k();
            int[] of = Arrays.stream(evidence.all()).filter(counts).toArray();
            new ControlledRate(rows, OverlayRate.byNeighbors(kind, k), QuickLook.keys(k))
                    .add(reason, of, nobody, ink -> {
                        int[] after = evidence.votes().of(evidence.plan().wrong(ink));
                        return Arrays.stream(of)
                                .mapToDouble(row -> flip.happened(row, after) ? 1 : 0)
                                .toArray();
                    });
        }
    }
}
