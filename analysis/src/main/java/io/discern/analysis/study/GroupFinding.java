package io.discern.analysis.study;

import io.discern.analysis.Headline;
import io.discern.analysis.MetricResult;
import io.discern.analysis.Results;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * What a study says of two groups of encoders in one headline, over all data sets.
 *
 * <p>The rule: the groups <i>differ</i> if p, adjusted by Holm over all such comparisons of the study, is at most 0.05 and the
 * interval does not hold 0; otherwise they <i>cannot be told apart</i>. That no absence of a difference is shown is meant.
 *
 * @param groups who stands against whom, as {@code domain: medical vs general}
 * @param headline the measure
 * @param difference of the first group less the second, with its interval if there is one
 * @param p adjusted by Holm; empty where there is no difference
 */
public record GroupFinding(String groups, Headline headline, MetricResult difference, OptionalDouble p) {
    private static final double LEVEL = 0.05;

    /** All of a study, in its order. */
    public static List<GroupFinding> of(StudyResult study) {
        List<GroupFinding> findings = new ArrayList<>();
        for (StudyRow row : study.comparisons()) {
            if (row.dataset().equals(RankedEncoders.EVERYWHERE)
                    && row.result().key() instanceof ComparedKey key
                    && key.comparison() == ComparedKey.Comparison.CONTRAST
                    && key.statistic().isEmpty()) {
                Results results = study.results(row.encoder(), row.dataset());
                ComparedKey holm = key.with(ComparedKey.Statistic.HOLM);
                study.pages().ranked().stream()
                        .filter(headline -> headline.keys().stream().anyMatch(key.criterion()::means))
                        .findFirst()
                        .ifPresent(headline -> findings.add(new GroupFinding(
                                row.encoder(),
                                headline,
                                row.result(),
                                results.has(holm) ? results.get(holm).value() : OptionalDouble.empty())));
            }
        }
        return findings;
    }

    /** Whether the groups differ, by the rule. */
    public boolean differ() {
        return p.isPresent()
                && p.getAsDouble() <= LEVEL
                && difference
                        .interval()
                        .filter(interval -> interval.low() > 0 || interval.high() < 0)
                        .isPresent();
    }

    /** The finding in words. */
    public String sentence() {
        String what = groups + ", " + headline.title() + ": ";
        if (difference.value().isEmpty()) {
            return what + "not known, " + difference.note();
        }
        return what
                + number(difference.value().getAsDouble())
                + difference
                        .interval()
                        .map(interval -> " [" + number(interval.low()) + ", " + number(interval.high()) + "]")
                        .orElse(" (no interval)")
                + p.stream()
                        .mapToObj(some -> String.format(Locale.ROOT, ", p %.3f after Holm", some))
                        .findFirst()
                        .orElse("")
                + (differ() ? ": they differ" : ": cannot be told apart")
                + "; " + difference.note();
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%+.3f", value);
    }
}
