package io.discern.analysis.study;

import io.discern.analysis.Headline;
import io.discern.analysis.MetricResult;
import io.discern.analysis.probe.LinearProbe;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * That ranking headlines and linear probes put different encoders first on one data set.
 *
 * @param dataset the data set
 * @param first for each measure that has one, the encoder with the best value, as {@code TITLE: ENCODER}
 * @param shown whether one of them is shown to be lower in a measure that puts another first, as {@link StandingFinding} tells
 */
public record OrderFinding(String dataset, List<String> first, boolean shown) {
    /** Copies. */
    public OrderFinding {
        first = List.copyOf(first);
    }

    /** One for each data set of a study whose measures disagree; baselines take no part. */
    public static List<OrderFinding> of(StudyResult study) {
        List<OrderFinding> findings = new ArrayList<>();
        List<Headline> measures = Stream.concat(
                        study.pages().ranked().stream(),
                        StandardMetrics.comparedBesides().stream()
                                .filter(headline -> headline.keys().get(0) instanceof LinearProbe.Key))
                .filter(headline -> headline.better() == Headline.Better.HIGHER)
                .toList();
        for (StudyData data : study.datasets()) {
            Map<Headline, String> best = new LinkedHashMap<>();
            for (Headline headline : measures) {
                study.compared().stream()
                        .filter(encoder ->
                                value(study, headline, encoder, data.name()).isPresent())
                        .max(Comparator.comparingDouble(encoder -> headline.merit(
                                value(study, headline, encoder, data.name()).orElseThrow())))
                        .ifPresent(encoder -> best.put(headline, encoder));
            }
            if (best.values().stream().distinct().count() > 1) {
                boolean shown = best.entrySet().stream()
                        .anyMatch(measure -> best.values().stream()
                                .filter(other -> !other.equals(measure.getValue()))
                                .anyMatch(other -> StandingFinding.differ(
                                        study, data.name(), measure.getKey(), measure.getValue(), other)));
                findings.add(new OrderFinding(
                        data.name(),
                        best.entrySet().stream()
                                .map(each -> each.getKey().title() + ": " + each.getValue())
                                .toList(),
                        shown));
            }
        }
        return findings;
    }

    private static OptionalDouble value(StudyResult study, Headline headline, String encoder, String dataset) {
        return headline.in(study.results(encoder, dataset))
                .map(MetricResult::value)
                .orElse(OptionalDouble.empty());
    }

    /** The finding in words, and why that happens; or that it may be nothing. */
    public String sentence() {
        return dataset + ": the measures put different encoders first ("
                + first.stream().collect(Collectors.joining("; ")) + ")"
                + (shown
                        ? ". The Fisher ratio asks how far class means lie apart for the spread of whole classes, neighbours what"
                                + " lies next to an image, a linear probe whether some directions tell the classes: a class of"
                                + " several clumps, or a spread that all classes share, lowers the first and not the others."
                        : ", but none of these is shown to be lower in a measure that puts another first: it may be chance.");
    }
}
