package io.discern.analysis.overlay.measure;

import io.discern.analysis.FormedKey;
import io.discern.analysis.KeyForm;
import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.Tagged;
import io.discern.analysis.overlay.draw.OverlayInk;
import io.discern.analysis.overlay.run.ClassVotes;
import io.discern.analysis.overlay.run.OverlayEvidence;
import io.discern.analysis.overlay.run.Taken;
import io.discern.analysis.stats.Clusters;
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
        Optional<String> reason = evidence.votes().reasonAgainst();
        int k = evidence.votes().k();
        LabeledEmbeddings clean = evidence.images().clean();
        for (Side side : Side.values()) {
            for (Average average : Average.values()) {
                Key key = new Key(side, k, average);
                if (reason.isPresent()) {
                    rows.absent(key, reason.get());
                    continue;
                }
                VotedShare box = drop(evidence, average, taken(evidence, side, OverlayInk.BOX));
                VotedShare text = drop(evidence, average, taken(evidence, side, OverlayInk.TEXT));
                String few = Clusters.of(clean.classIndices(), clean.groupIndices())
                        .few();
                if (!few.isEmpty()) {
                    rows.plain(key, text.value(), OptionalDouble.of(box.value()), "", few);
                    continue;
                }
                rows.voted(
                        key,
                        text,
                        OptionalDouble.of(box.value()),
                        "",
                        evidence.votes().remark());
            }
        }
    }

    private static VotedShare drop(OverlayEvidence evidence, Average average, Taken after) {
        int[] truth = evidence.images().clean().classIndices();
        int[] strata = average == Average.BALANCED ? truth : new int[truth.length];
        int[] groups = evidence.images().clean().groupIndices();
        VotedShare.Event right = (image, taken) -> taken[0] == truth[image] ? 1 : 0;
        Taken clean = evidence.votes().clean();
        return VotedShare.of(strata, groups, List.of(clean), right)
                .minus(VotedShare.of(strata, groups, List.of(after), right));
    }

    private static Taken taken(OverlayEvidence evidence, Side side, OverlayInk ink) {
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
