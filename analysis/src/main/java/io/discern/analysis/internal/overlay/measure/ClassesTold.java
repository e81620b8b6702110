package io.discern.analysis.internal.overlay.measure;

import io.discern.analysis.MetricResult;
import io.discern.analysis.neighbors.KnnAccuracy;
import io.discern.analysis.neighbors.Score;
import io.discern.analysis.overlay.measure.VoteKeys.CleanAccuracy;

/**
 * Whether the clean images' neighbours tell their classes at all: balanced accuracy, the interval and the chance level of {@link
 * KnnAccuracy}. Where they do not, no overlay can harm, and nothing is said by its not harming.
 */
public final class ClassesTold implements SuiteMeasure {
    @Override
    public void measure(SuiteEvidence evidence, OverlayRows rows) {
        int k = evidence.votes().k();
        evidence.votes().reasonAgainst().ifPresentOrElse(reason -> rows.absent(new CleanAccuracy(k), reason), () -> {
            // Leave one out, then, where there are groups, leave a group out; or training rows vote on test rows.
            MetricResult found =
                    KnnAccuracy.of(k)
                            .withScores(Score.BALANCED)
                            .measure(evidence.images().clean(), evidence.seed())
                            .stream()
                            .reduce((first, last) -> last)
                            .orElseThrow();
            rows.add(new CleanAccuracy(k), found);
        });
    }
}
