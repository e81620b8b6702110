package io.discern.analysis.overlay;

import io.discern.analysis.Extent;
import io.discern.analysis.Headline;
import io.discern.analysis.Lost;
import io.discern.analysis.MetricResult;
import io.discern.analysis.ResultKey;
import io.discern.analysis.overlay.measure.OverlayMeasure;
import io.discern.analysis.overlay.measure.OverlayRows;
import io.discern.analysis.overlay.run.OverlayEvidence;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Measures one after the other; one that throws costs its own results, and says so in their place. */
final class Measuring {
    private static final String STAGE = "overlay";

    private final OverlayEvidence evidence;
    private final List<MetricResult> results = new ArrayList<>();

    Measuring(OverlayEvidence evidence) {
        this.evidence = evidence;
    }

    void add(OverlayMeasure measure) {
        add(measure, measure.headlines(), () -> {
            OverlayRows rows =
                    new OverlayRows(evidence.images().clean(), evidence.images().remarks(), evidence.seed());
            measure.measure(evidence, rows);
            return rows.results();
        });
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
