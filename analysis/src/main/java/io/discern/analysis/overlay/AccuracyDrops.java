package io.discern.analysis.overlay;

import io.discern.analysis.LabeledEmbeddings;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * k-NN accuracy of clean images by clean images, minus the accuracy where the queries, the bank or both carry the wrong label:
 * micro and balanced, image by image. The null value is the same with the box.
 */
final class AccuracyDrops implements OverlayMeasure {

    /** Which side carries the overlay. */
    private enum Side {
        QUERY,
        BANK,
        BOTH;

        String tag() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Override
    public void measure(OverlayEvidence evidence, OverlayRows rows) {
        ClassVotes votes = evidence.votes();
        Optional<String> reason = votes.reasonAgainst();
        for (Side side : Side.values()) {
            String variant = "accuracy-drop,overlaid=" + side.tag() + ",k=" + votes.k();
            if (reason.isPresent()) {
                List.of("micro", "balanced").forEach(average -> rows.absent(variant + "," + average, reason.get()));
                continue;
            }
            double[] text = drop(evidence, side, OverlayInk.TEXT);
            double[] box = drop(evidence, side, OverlayInk.BOX);
            rows.mean(variant + ",micro", evidence.all(), text, OptionalDouble.of(OverlayRows.mean(box)), "");
            rows.balanced(variant + ",balanced", text, OptionalDouble.of(rows.balanced(box)), "");
        }
    }

    private static double[] drop(OverlayEvidence evidence, Side side, OverlayInk ink) {
        ClassVotes votes = evidence.votes();
        LabeledEmbeddings clean = evidence.images().clean();
        LabeledEmbeddings overlaid = evidence.images().in(evidence.plan().wrong(ink));
        int[] predicted =
                switch (side) {
                    case QUERY -> votes.of(evidence.plan().wrong(ink));
                    case BANK -> votes.of(clean, overlaid);
                    case BOTH -> votes.of(overlaid, overlaid);
                };
        return OverlayRows.minus(votes.right(votes.clean()), votes.right(predicted));
    }
}
