package io.discern.analysis.study;

import io.discern.analysis.Curve;
import io.discern.analysis.Headline;
import io.discern.analysis.Metric;
import io.discern.analysis.between.BetweenMetric;
import io.discern.analysis.overlay.OverlayExperiment;
import io.discern.analysis.overlay.draw.OverlaySpec;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which results of a study pages show first.
 *
 * @param summary the columns of the summary, with a chart each
 * @param pairs the columns of encoder against encoder
 * @param overlay the columns of a page about overlays
 * @param curves what is drawn over doses
 * @param style how the overlay looks that most of the measures are about, if one was drawn
 */
public record StudyPages(
        List<Headline> summary,
        List<Headline> pairs,
        List<Headline> overlay,
        List<Curve<?>> curves,
        Optional<OverlaySpec> style) {
    /** Nothing. */
    public static final StudyPages NONE = new StudyPages(List.of(), List.of(), List.of(), List.of(), Optional.empty());

    /** Copies. */
    public StudyPages {
        summary = List.copyOf(summary);
        pairs = List.copyOf(pairs);
        overlay = List.copyOf(overlay);
        curves = List.copyOf(curves);
    }

    /** What the metrics, comparisons and overlays themselves want shown, and what else is asked for. */
    static StudyPages of(
            List<Metric> metrics,
            List<BetweenMetric> between,
            Optional<OverlayExperiment> overlay,
            List<Headline> besides) {
        Stream<Headline> ofMetrics = metrics.stream().flatMap(metric -> metric.headlines().stream());
        Stream<Headline> ofOverlay = overlay.stream().flatMap(experiment -> experiment.headlines().stream());
        return new StudyPages(
                Stream.of(ofMetrics, ofOverlay, besides.stream())
                        .flatMap(headlines -> headlines)
                        .distinct()
                        .toList(),
                between.stream().flatMap(metric -> metric.headlines().stream()).toList(),
                overlay.map(OverlayExperiment::columns).orElse(List.of()),
                overlay.map(OverlayExperiment::curves).orElse(List.of()),
                overlay.map(OverlayExperiment::style));
    }

    /** The headlines by which encoders are ranked. */
    public List<Headline> ranked() {
        return summary.stream().filter(Headline::ranked).toList();
    }
}
