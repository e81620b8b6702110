package io.discern.analysis.study;

import io.discern.analysis.Headline;
import io.discern.analysis.MetricResult;
import io.discern.analysis.Results;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Who stands first in one headline on one data set, and who is not told apart from it.
 *
 * <p>The rule: first is the encoder with the best value, baselines aside. Another is lower if p of its paired difference from the first, adjusted by
 * Holm over all pairs and data sets of the headline, is at most 0.05; all others are not told apart from the first, those that could not be compared
 * with it too.
 *
 * @param dataset the data set
 * @param headline the measure
 * @param first the encoder with the best value
 * @param value its result
 * @param equal those that are not told apart from it, the best first
 * @param lower those that are lower, the best first
 */
public record StandingFinding(
        String dataset, Headline headline, String first, MetricResult value, List<String> equal, List<String> lower) {
    private static final double LEVEL = 0.05;

    /** Copies. */
    public StandingFinding {
        equal = List.copyOf(equal);
        lower = List.copyOf(lower);
    }

    /** One for each data set and each ranking headline of which higher values are better and somebody has a value. */
    public static List<StandingFinding> of(StudyResult study) {
        List<StandingFinding> findings = new ArrayList<>();
        for (StudyData data : study.datasets()) {
            study.pages().ranked().stream()
                    .filter(headline -> headline.better() == Headline.Better.HIGHER)
                    .forEach(headline -> of(study, data.name(), headline).ifPresent(findings::add));
        }
        return findings;
    }

    private static Optional<StandingFinding> of(StudyResult study, String dataset, Headline headline) {
        List<String> best = study.compared().stream()
                .filter(encoder -> value(study, dataset, headline, encoder).isPresent())
                .sorted(Comparator.comparingDouble(encoder -> -headline.merit(value(study, dataset, headline, encoder)
                        .orElseThrow()
                        .value()
                        .orElseThrow())))
                .toList();
        if (best.isEmpty()) {
            return Optional.empty();
        }
        String first = best.get(0);
        List<String> others = best.subList(1, best.size());
        MetricResult value = value(study, dataset, headline, first).orElseThrow();
        return Optional.of(new StandingFinding(
                dataset,
                headline,
                first,
                value,
                others.stream()
                        .filter(other -> !differ(study, dataset, headline, first, other))
                        .toList(),
                others.stream()
                        .filter(other -> differ(study, dataset, headline, first, other))
                        .toList()));
    }

    private static Optional<MetricResult> value(StudyResult study, String dataset, Headline headline, String encoder) {
        return headline.in(study.results(encoder, dataset))
                .filter(result -> result.value().isPresent());
    }

    /** Whether another is shown to be lower than the first. Pairs are named in the study's order. */
    static boolean differ(StudyResult study, String dataset, Headline headline, String first, String other) {
        return differ(study.results(StudyRow.pair(first, other), dataset), headline)
                || differ(study.results(StudyRow.pair(other, first), dataset), headline);
    }

    private static boolean differ(Results pair, Headline headline) {
        return ComparedKey.paired(headline, pair)
                .map(key -> key.with(ComparedKey.Statistic.HOLM))
                .filter(pair::has)
                .filter(key -> pair.get(key).value().orElse(1) <= LEVEL)
                .isPresent();
    }

    /** Whether the first is above chance: the lower end of its interval lies above the null value. Empty where one of them is not known. */
    public Optional<Boolean> aboveChance() {
        return value.ciLow().isPresent() && value.nullValue().isPresent()
                ? Optional.of(value.ciLow().getAsDouble() > value.nullValue().getAsDouble())
                : Optional.empty();
    }
}
