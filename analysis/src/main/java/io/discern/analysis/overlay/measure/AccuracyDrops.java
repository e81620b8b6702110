package io.discern.analysis.overlay.measure;

import io.discern.analysis.FormedKey;
import io.discern.analysis.KeyForm;
import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.Tagged;
import io.discern.analysis.overlay.draw.OverlayInk;
import io.discern.analysis.overlay.run.ClassVotes;
import io.discern.analysis.overlay.run.OverlayEvidence;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * k-NN accuracy of clean images by clean images, minus the accuracy where the queries, the bank or both carry the wrong label:
 * micro and balanced, image by image. The null value is the same with the box.
 */
public final class AccuracyDrops implements OverlayMeasure {

    /** Which side carries the overlay. */
    public enum Side implements Tagged {
        /** The images that are voted on. */
        QUERY,
        /** Those that vote. */
        BANK,
        /** Both. */
        BOTH;

        @Override
        public String tag() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** What the mean is over. */
    public enum Average implements Tagged {
        /** Images. */
        MICRO,
        /** Classes of the means over their images. */
        BALANCED;

        @Override
        public String tag() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * Accuracy lost.
     *
     * @param overlaid which side carries the overlay
     * @param k how many neighbours vote
     * @param average what the mean is over
     */
    public record Key(Side overlaid, int k, Average average) implements FormedKey {
        /** How it prints. */
        public static final KeyForm<Key> FORM =
                KeyForm.of(Key.class, OverlayMeasure.NAME, "accuracy-drop,overlaid={overlaid},k={k},{average}");

        @Override
        public KeyForm<Key> form() {
            return FORM;
        }
    }

    @Override
    public void measure(OverlayEvidence evidence, OverlayRows rows) {
        ClassVotes votes = evidence.votes();
        Optional<String> reason = votes.reasonAgainst();
        for (Side side : Side.values()) {
            Key micro = new Key(side, votes.k(), Average.MICRO);
            Key balanced = new Key(side, votes.k(), Average.BALANCED);
            if (reason.isPresent()) {
                List.of(micro, balanced).forEach(key -> rows.absent(key, reason.get()));
                continue;
            }
            double[] clean = votes.right(votes.clean());
            double[] text = right(evidence, side, OverlayInk.TEXT);
            double[] ofBox = OverlayRows.minus(clean, right(evidence, side, OverlayInk.BOX));
            rows.difference(micro, evidence.all(), clean, text, OptionalDouble.of(OverlayRows.mean(ofBox)), "");
            rows.balanced(balanced, ImageShares.difference(clean, text), OptionalDouble.of(rows.balanced(ofBox)), "");
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
