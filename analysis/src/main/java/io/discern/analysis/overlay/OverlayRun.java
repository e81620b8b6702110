package io.discern.analysis.overlay;

import io.discern.EncoderException;
import io.discern.VisionLanguageEncoder;
import io.discern.analysis.Extent;
import io.discern.analysis.MetricResult;
import io.discern.analysis.ResultKey;
import io.discern.analysis.internal.overlay.run.AlignedImages;
import io.discern.analysis.internal.overlay.run.ConditionImages;
import io.discern.analysis.overlay.run.Condition;
import io.discern.analysis.overlay.verdict.OverlayVerdict;
import io.discern.dataset.LabeledImages;
import io.discern.run.EmbeddingRun;
import io.discern.run.ImageFailure;
import io.discern.run.RunListener;
import io.discern.run.RunResult;
import io.discern.similarity.CosineSimilarity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One encoder on one data set: encodes condition by condition, aligns the images and has them measured.
 *
 * @param encoder stays the caller's
 * @param images the whole data set
 * @param conditions what is shown besides the clean images
 * @param expected what is absent if nothing can be measured
 * @param batchSize images handed to the encoder at once; 0 for its own number
 * @param similarity what rows are compared by
 * @param listener told of each run
 * @param seed decides named classes and random letters
 */
record OverlayRun(
        VisionLanguageEncoder encoder,
        LabeledImages images,
        List<Condition> conditions,
        List<ResultKey> expected,
        int batchSize,
        Optional<CosineSimilarity> similarity,
        RunListener listener,
        long seed) {

    /** Measures aligned images. */
    interface Measures {
        OverlayResult of(AlignedImages aligned, ConditionImages drawn, List<ImageFailure> failures);
    }

    /** Encodes the clean images first. */
    OverlayResult measure(Measures measures) {
        RunResult clean;
        try {
            clean = run(images);
        } catch (EncoderException failed) {
            return absent("clean: " + failed.getMessage(), List.of());
        }
        return measure(clean, measures);
    }

    OverlayResult measure(RunResult clean, Measures measures) {
        List<ImageFailure> failures = new ArrayList<>(clean.failures());
        if (images.classes().size() < 2) {
            return absent("one class only " + images.classes() + "; expected another to name", failures);
        }
        Map<String, String> named = OverlayScreening.namedClasses(images, seed);
        ConditionImages drawn = new ConditionImages(clean.images(), named, encoder.preprocessing(), seed);
        Optional<AlignedImages> aligned;
        try {
            // What was encoded is not kept beside what is aligned: a suite holds one matrix for each condition.
            aligned = AlignedImages.of(clean, overlaid(drawn, failures), named, images.size(), similarity);
        } catch (EncoderException failed) {
            return absent(failed.getMessage(), failures);
        }
        if (aligned.isEmpty()) {
            return absent("no image has a direction in all conditions", failures);
        }
        try (AlignedImages all = aligned.get()) {
            return measures.of(all, drawn, failures);
        }
    }

    private Map<Condition, RunResult> overlaid(ConditionImages drawn, List<ImageFailure> failures) {
        Map<Condition, RunResult> overlaid = new LinkedHashMap<>();
        for (Condition condition : conditions) {
            RunResult run = run(drawn.in(condition));
            run.failures()
                    .forEach(failure -> failures.add(new ImageFailure(
                            failure.id(), failure.path(), "with " + condition.brief() + ": " + failure.reason())));
            overlaid.put(condition, run);
        }
        return overlaid;
    }

    private RunResult run(LabeledImages shown) {
        EmbeddingRun run = EmbeddingRun.with(encoder).listener(listener);
        return (batchSize == 0 ? run : run.batchSize(batchSize)).run(shown);
    }

    private OverlayResult absent(String reason, List<ImageFailure> failures) {
        Extent extent = new Extent(
                images.size(), encoder.info().dimension(), images.classes().size());
        OverlayVerdict verdict = OverlayVerdict.undecided(reason);
        List<MetricResult> results = Stream.concat(expected.stream(), Stream.of(OverlaySuite.VERDICT))
                .map(key -> MetricResult.absent(
                        key, key == OverlaySuite.VERDICT ? verdict.toString() : reason, extent, seed))
                .toList();
        return new OverlayResult(results, verdict, List.of(), failures);
    }
}
