package io.discern.analysis.study;

import io.discern.analysis.Headline;
import io.discern.analysis.MetricResult;
import io.discern.analysis.Results;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * Who stands first in one headline on one data set, and who is not told apart from it.
 *
 * <p>The rule: first is the encoder with the best value, baselines aside. Another is lower if p of its paired difference from the first, adjusted by
 * Holm over all pairs and data sets of the headline, is at most 0.05, not told apart from the first if it is larger, and not compared with it
 * where there is no p.
 *
 * @param dataset the data set
 * @param headline the measure
 * @param first the encoder with the best value
 * @param value its result
 * @param equal those that are not told apart from it, the best first
 * @param lower those that are lower, the best first
 * @param uncompared those whose difference from it has no p, the best first
 */
public record StandingFinding(
        String dataset,
        Headline headline,
        String first,
        MetricResult value,
        List<String> equal,
        List<String> lower,
        List<String> uncompared) {
    private static final double LEVEL = 0.05;

    /** Copies. */
    public StandingFinding {
        equal = List.copyOf(equal);
        lower = List.copyOf(lower);
        uncompared = List.copyOf(uncompared);
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
        MetricResult value = value(study, dataset, headline, first).orElseThrow();
        Map<Standing, List<String>> others = best.stream()
                .skip(1)
                .collect(Collectors.groupingBy(other -> standing(study, dataset, headline, first, other)));
        return Optional.of(new StandingFinding(
                dataset,
                headline,
                first,
                value,
                others.getOrDefault(Standing.EQUAL, List.of()),
                others.getOrDefault(Standing.LOWER, List.of()),
                others.getOrDefault(Standing.UNKNOWN, List.of())));
    }

    private enum Standing {
        EQUAL,
        LOWER,
        UNKNOWN
    }

    private static Standing standing(StudyResult study, String dataset, Headline headline, String first, String other) {
        OptionalDouble p = p(study, dataset, headline, first, other);
        return p.isEmpty() ? Standing.UNKNOWN : p.getAsDouble() <= LEVEL ? Standing.LOWER : Standing.EQUAL;
    }

    private static Optional<MetricResult> value(StudyResult study, String dataset, Headline headline, String encoder) {
        return headline.in(study.results(encoder, dataset))
                .filter(result -> result.value().isPresent());
    }

    /** Whether another is shown to be lower than the first. */
    static boolean differ(StudyResult study, String dataset, Headline headline, String first, String other) {
        return standing(study, dataset, headline, first, other) == Standing.LOWER;
    }

    /** Of the difference of two encoders, adjusted. Pairs are named in the study's order. */
    private static OptionalDouble p(StudyResult study, String dataset, Headline headline, String first, String other) {
        OptionalDouble p = p(study.results(StudyRow.pair(first, other), dataset), headline);
        return p.isPresent() ? p : p(study.results(StudyRow.pair(other, first), dataset), headline);
    }

    private static OptionalDouble p(Results pair, Headline headline) {
        return ComparedKey.paired(headline, pair)
                .map(key -> key.with(ComparedKey.Statistic.HOLM))
                .filter(pair::has)
                .map(key -> pair.get(key).value())
                .orElse(OptionalDouble.empty());
    }

    /** Whether the first is above chance: the lower end of its interval lies above the null value. Empty where one of them is not known. */
    public Optional<Boolean> aboveChance() {
        return value.ciLow().isPresent() && value.nullValue().isPresent()
                ? Optional.of(value.ciLow().getAsDouble() > value.nullValue().getAsDouble())
                : Optional.empty();
    }
}
