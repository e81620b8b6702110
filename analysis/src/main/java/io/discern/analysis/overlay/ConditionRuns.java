package io.discern.analysis.overlay;

import io.discern.VisionLanguageEncoder;
import io.discern.dataset.LabeledImages;
import io.discern.run.EmbeddingRun;
import io.discern.run.ImageFailure;
import io.discern.run.RunListener;
import io.discern.run.RunResult;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Encodes data sets condition by condition.
 *
 * @param encoder stays the caller's
 * @param batchSize images handed to it at once
 * @param listener told of each run
 */
record ConditionRuns(VisionLanguageEncoder encoder, int batchSize, RunListener listener) {

    /** One run. */
    RunResult run(LabeledImages images) {
        return EmbeddingRun.with(encoder).batchSize(batchSize).listener(listener).run(images);
    }

    /** One run for each condition; what fails is added to the failures, the reason naming the ink. */
    Map<OverlayCondition, RunResult> run(
            List<OverlayCondition> conditions, ConditionImages drawn, List<ImageFailure> failures) {
        Map<OverlayCondition, RunResult> runs = new LinkedHashMap<>();
        for (OverlayCondition condition : conditions) {
            RunResult run = run(drawn.in(condition));
            run.failures().forEach(failure -> failures.add(new ImageFailure(
                    failure.id(), failure.path(), "with " + condition.ink().tag() + ": " + failure.reason())));
            runs.put(condition, run);
        }
        return runs;
    }
}
