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
            double[] clean = votes.right(votes.clean());
            double[] text = right(evidence, side, OverlayInk.TEXT);
            double[] ofBox = OverlayRows.minus(clean, right(evidence, side, OverlayInk.BOX));
            rows.difference(
                    variant + ",micro", evidence.all(), clean, text, OptionalDouble.of(OverlayRows.mean(ofBox)), "");
            rows.balanced(
                    variant + ",balanced",
                    ImageShares.difference(clean, text),
                    OptionalDouble.of(rows.balanced(ofBox)),
                    "");
        }
    }

    private static double[] right(OverlayEvidence evidence, Side side, OverlayInk ink) {
        ClassVotes votes = evidence.votes();
        LabeledEmbeddings clean = evidence.images().clean();
        LabeledEmbeddings overlaid = evidence.images().in(evidence.plan().wrong(ink));
        int[] predicted = switch (side) {
            case QUERY -> votes.of(evidence.plan().wrong(ink));
            case BANK -> votes.of(clean, overlaid);
            case BOTH -> votes.of(overlaid, overlaid);
        };
        return votes.right(predicted);
    }
}
