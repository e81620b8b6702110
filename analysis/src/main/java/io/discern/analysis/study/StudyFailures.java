package io.discern.analysis.study;

import io.discern.analysis.Extent;
import io.discern.analysis.Headline;
import io.discern.analysis.Lost;
import io.discern.analysis.MetricResult;
import io.discern.analysis.internal.linalg.SingleThreadedProducts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What becomes of failures: one metric that throws costs its own results, and says so in their place.
 *
 * @param seed of the results
 * @param receiver takes every failure
 */
public record StudyFailures(long seed, Consumer<StudyFailure> receiver) {

    /**
     * Measures; what throws leaves absent results: one under {@link Lost}, and one for each headline that it would have answered.
     *
     * @param encoder the encoder's label, for the failure
     * @param dataset the data set's name, likewise
     * @param stage when
     * @param failed what measures, for its class
     * @param headlines what pages show of it
     * @param extent what it measures
     * @param measure may throw
     */
    public List<MetricResult> orAbsent(
            String encoder,
            String dataset,
            StudyTime.Stage stage,
            Object failed,
            List<Headline> headlines,
            Extent extent,
            Supplier<List<MetricResult>> measure) {
        try {
            return List.copyOf(SingleThreadedProducts.result(measure));
        } catch (RuntimeException | LinkageError thrown) {
            String reason = Lost.reason(failed, thrown);
            receiver.accept(new StudyFailure(encoder, dataset, "", "", reason));
            List<MetricResult> absent = new ArrayList<>();
            absent.add(MetricResult.absent(Lost.part(tag(stage), failed), reason, extent, seed));
            headlines.stream()
                    .flatMap(headline -> headline.keys().stream())
                    .distinct()
                    .forEach(key -> absent.add(MetricResult.absent(key, reason, extent, seed)));
            return absent;
        }
    }

    /** The row that stands for all those a failed stage did not give, so that the loss shows in every report. */
    StudyRow lost(String encoder, String dataset, StudyTime.Stage stage, String reason) {
        return new StudyRow(encoder, dataset, MetricResult.absent(Lost.stage(tag(stage)), reason, Extent.NONE, seed));
    }

    private static String tag(StudyTime.Stage stage) {
        return stage.name().toLowerCase(Locale.ROOT);
    }
}
