package io.discern.analysis.study;

import io.discern.analysis.Headline;
import io.discern.analysis.MetricResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * That ranking headlines put different encoders first on one data set.
 *
 * @param dataset the data set
 * @param first for each headline that has one, the encoder with the best value, as {@code TITLE: ENCODER}
 */
public record OrderFinding(String dataset, List<String> first) {
    /** Copies. */
    public OrderFinding {
        first = List.copyOf(first);
    }

    /** One for each data set of a study whose headlines disagree; baselines take no part. */
    public static List<OrderFinding> of(StudyResult study) {
        List<OrderFinding> findings = new ArrayList<>();
        for (StudyData data : study.datasets()) {
            List<String> best = new ArrayList<>();
            List<String> said = new ArrayList<>();
            for (Headline headline : study.pages().ranked()) {
                if (headline.better() != Headline.Better.HIGHER) {
                    continue;
                }
                study.compared().stream()
                        .filter(encoder ->
                                value(study, headline, encoder, data.name()).isPresent())
                        .max(Comparator.comparingDouble(encoder -> headline.merit(
                                value(study, headline, encoder, data.name()).orElseThrow())))
                        .ifPresent(encoder -> {
                            best.add(encoder);
                            said.add(headline.title() + ": " + encoder);
                        });
            }
            if (best.stream().distinct().count() > 1) {
                findings.add(new OrderFinding(data.name(), said));
            }
        }
        return findings;
    }

    private static Optional<Double> value(StudyResult study, Headline headline, String encoder, String dataset) {
        return headline.in(study.results(encoder, dataset))
                .map(MetricResult::value)
                .filter(value -> value.isPresent())
                .map(value -> value.getAsDouble());
    }

    /** The finding in words, and why that happens. */
    public String sentence() {
        return dataset + ": the measures put different encoders first ("
                + first.stream().collect(Collectors.joining("; "))
                + "). The Fisher ratio asks how far class means lie apart for the spread of whole classes, neighbours what lies"
                + " next to an image: a class of several clumps, or a spread that all classes share, lowers the first and not"
                + " the second.";
    }
}
