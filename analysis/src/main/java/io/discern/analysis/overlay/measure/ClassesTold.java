package io.discern.analysis.overlay.measure;

import io.discern.analysis.FormedKey;
import io.discern.analysis.KeyForm;
import io.discern.analysis.MetricResult;
import io.discern.analysis.neighbors.KnnAccuracy;
import io.discern.analysis.neighbors.Score;
import io.discern.analysis.overlay.run.OverlayEvidence;

/**
 * Whether the clean images' neighbours tell their classes at all: balanced accuracy, the interval and the chance level of {@link
 * KnnAccuracy}. Where they do not, no overlay can harm, and nothing is said by its not harming.
 */
public final class ClassesTold implements OverlayMeasure {
    /**
     * The accuracy.
     *
     * @param k how many neighbours vote
     */
    public record Key(int k) implements FormedKey {
        /** How it prints. */
        public static final KeyForm<Key> FORM =
                KeyForm.of(Key.class, OverlayMeasure.NAME, "clean-accuracy,k={k},balanced");

        @Override
        public KeyForm<Key> form() {
            return FORM;
        }
    }

    @Override
    public void measure(OverlayEvidence evidence, OverlayRows rows) {
        int k = evidence.votes().k();
        evidence.votes().reasonAgainst().ifPresentOrElse(reason -> rows.absent(new Key(k), reason), () -> {
            // Leave one out, then, where there are groups, leave a group out; or training rows vote on test rows.
            MetricResult found =
                    KnnAccuracy.of(k)
                            .withScores(Score.BALANCED)
                            .measure(evidence.images().clean(), evidence.seed())
                            .stream()
                            .reduce((first, last) -> last)
                            .orElseThrow();
            rows.add(new Key(k), found);
        });
    }
}
