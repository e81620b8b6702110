package io.discern.analysis.overlay;

import io.discern.EncoderException;
import io.discern.VisionLanguageEncoder;
import io.discern.analysis.Extent;
import io.discern.analysis.MetricResult;
import io.discern.analysis.overlay.measure.QuickLook;
import io.discern.analysis.overlay.run.AlignedImages;
import io.discern.analysis.overlay.run.ConditionImages;
import io.discern.analysis.overlay.run.OverlayCondition;
import io.discern.dataset.LabeledImages;
import io.discern.run.EmbeddingRun;
import io.discern.run.ImageFailure;
import io.discern.run.RunListener;
import io.discern.run.RunResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One encoder on one data set: encodes condition by condition, aligns the images and has them measured.
 *
 * @param encoder stays the caller's
 * @param images the whole data set
 * @param k neighbours that vote
 * @param batchSize images handed to the encoder at once; 0 for its own number
 * @param listener told of each run
 * @param seed decides named classes and random letters
 */
record OverlayRun(
        VisionLanguageEncoder encoder, LabeledImages images, int k, int batchSize, RunListener listener, long seed) {

    /** Measures aligned images. */
    interface Measures {
        List<MetricResult> results(AlignedImages aligned, ConditionImages drawn);
    }

    /** Encodes the clean images first. */
    OverlayResult measure(List<OverlayCondition> conditions, Measures measures) {
        RunResult clean;
        try {
            clean = run(images);
        } catch (EncoderException failed) {
            return absent("clean: " + failed.getMessage(), List.of());
        }
        return measure(clean, conditions, measures);
    }

    OverlayResult measure(RunResult clean, List<OverlayCondition> conditions, Measures measures) {
        List<ImageFailure> failures = new ArrayList<>(clean.failures());
        if (images.classes().size() < 2) {
            return absent("one class only " + images.classes() + "; expected another to name", failures);
        }
        Map<String, String> named = OverlayBias.namedClasses(images, seed);
        ConditionImages drawn = new ConditionImages(clean.images(), named, encoder.preprocessing(), seed);
        Optional<AlignedImages> aligned;
        try {
            // What was encoded is not kept beside what is aligned: a suite holds one matrix for each condition.
            aligned = AlignedImages.of(clean, overlaid(conditions, drawn, failures), named, images.size());
        } catch (EncoderException failed) {
            return absent(failed.getMessage(), failures);
        }
        if (aligned.isEmpty()) {
            return absent("no image has a direction in all conditions", failures);
        }
        try (AlignedImages all = aligned.get()) {
            return OverlayResult.of(measures.results(all, drawn), failures);
        }
    }

    private Map<OverlayCondition, RunResult> overlaid(
            List<OverlayCondition> conditions, ConditionImages drawn, List<ImageFailure> failures) {
        Map<OverlayCondition, RunResult> overlaid = new LinkedHashMap<>();
        for (OverlayCondition condition : conditions) {
            RunResult run = run(drawn.in(condition));
            run.failures()
                    .forEach(failure -> failures.add(new ImageFailure(
                            failure.id(),
                            failure.path(),
                            "with " + condition.ink().tag() + ": " + failure.reason())));
            overlaid.put(condition, run);
        }
        return overlaid;
    }

    private RunResult run(LabeledImages shown) {
        EmbeddingRun run = EmbeddingRun.with(encoder).listener(listener);
        return (batchSize == 0 ? run : run.batchSize(batchSize)).run(shown);
    }

    private OverlayResult absent(String reason, List<ImageFailure> failures) {
        int dim = encoder.info().dimension();
        int classes = images.classes().size();
        Extent extent = new Extent(images.size(), dim, classes);
        List<MetricResult> results = QuickLook.keys(k).stream()
                .map(key -> MetricResult.absent(key, reason, extent, seed))
                .toList();
        return OverlayResult.of(results, failures);
    }
}
