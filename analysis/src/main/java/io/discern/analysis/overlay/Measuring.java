package io.discern.analysis.overlay;

import io.discern.analysis.Extent;
import io.discern.analysis.Headline;
import io.discern.analysis.Lost;
import io.discern.analysis.MetricResult;
import io.discern.analysis.ResultKey;
import io.discern.analysis.internal.overlay.measure.OverlayRows;
import io.discern.analysis.internal.overlay.measure.SuiteEvidence;
import io.discern.analysis.internal.overlay.measure.SuiteMeasure;
import io.discern.analysis.overlay.measure.OverlayMeasure;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Measures one after the other; one that throws costs its own results, and says so in their place. */
final class Measuring {
    private static final String STAGE = "overlay";

    private final SuiteEvidence evidence;
    private final List<MetricResult> results = new ArrayList<>();

    Measuring(SuiteEvidence evidence) {
        this.evidence = evidence;
    }

    void add(SuiteMeasure measure) {
        add(measure, List.of(), () -> {
            OverlayRows rows =
                    new OverlayRows(evidence.images().clean(), evidence.images().remarks(), evidence.seed());
            measure.measure(evidence, rows);
            return rows.results();
        });
    }

    /** A measure of somebody's own; what was left out of all measures is added to its notes. */
    void add(OverlayMeasure measure) {
        String remarks = evidence.images().remarks();
        add(
                measure,
                measure.headlines(),
                () -> measure.measure(evidence).stream()
                        .map(result -> result.withNote(remarks))
                        .toList());
    }

    void add(Object measure, List<Headline> headlines, Supplier<List<MetricResult>> measured) {
        try {
            results.addAll(measured.get());
        } catch (RuntimeException | LinkageError thrown) {
            String reason = Lost.reason(measure, thrown);
            absent(Lost.part(STAGE, measure), reason);
            headlines.stream()
                    .flatMap(headline -> headline.keys().stream())
                    .distinct()
                    .forEach(key -> absent(key, reason));
        }
    }

    private void absent(ResultKey key, String reason) {
        results.add(MetricResult.absent(key, reason, Extent.of(evidence.images().clean()), evidence.seed()));
    }

    List<MetricResult> results() {
        return results;
    }
}
