package io.discern.analysis.study;

import io.discern.analysis.Headline;
import io.discern.analysis.MetricResult;
import io.discern.analysis.Results;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Which encoders are not shown to beat the baselines, which know nothing, in one headline on one data set.
 *
 * <p>The rule: an encoder beats a baseline if its paired difference from it is better than 0 and p, adjusted by Holm over all such
 * comparisons of the headline, is at most 0.05. Where both were measured and could not be compared (a row of zeros in one of them, say),
 * nothing is shown.
 *
 * @param dataset the data set
 * @param headline the measure
 * @param unbeaten for each such encoder, in the study's order, the baselines that it is not shown to beat; at least one each
 */
public record BaselineFinding(String dataset, Headline headline, Map<String, List<String>> unbeaten) {
    private static final double LEVEL = 0.05;

    /** Copies. */
    public BaselineFinding {
        unbeaten = Collections.unmodifiableMap(new LinkedHashMap<>(unbeaten));
    }

    /** All of a study, by data set. */
    public static List<BaselineFinding> of(StudyResult study) {
        List<BaselineFinding> findings = new ArrayList<>();
        for (StudyData data : study.datasets()) {
            for (Headline headline : study.pages().ranked()) {
                Map<String, List<String>> unbeaten = new LinkedHashMap<>();
                for (String encoder : study.compared()) {
                    List<String> ofEncoder = study.baselines().stream()
                            .filter(baseline -> measured(study, encoder, data.name(), headline)
                                    && measured(study, baseline, data.name(), headline)
                                    && !beats(study, encoder, baseline, data.name(), headline))
                            .toList();
                    if (!ofEncoder.isEmpty()) {
                        unbeaten.put(encoder, ofEncoder);
                    }
                }
                if (!unbeaten.isEmpty()) {
                    findings.add(new BaselineFinding(data.name(), headline, unbeaten));
                }
            }
        }
        return findings;
    }

    private static boolean measured(StudyResult study, String encoder, String dataset, Headline headline) {
        return headline.in(study.results(encoder, dataset))
                .filter(result ->
                        result.value().isPresent() && result.influences().isPresent())
                .isPresent();
    }

    private static boolean beats(
            StudyResult study, String encoder, String baseline, String dataset, Headline headline) {
        Results results = study.results(StudyRow.pair(encoder, baseline), dataset);
        return ComparedKey.paired(headline, results)
                .filter(key -> results.has(key.with(ComparedKey.Statistic.HOLM)))
                .filter(key -> {
                    MetricResult p = results.get(key.with(ComparedKey.Statistic.HOLM));
                    double difference = results.get(key).value().orElseThrow();
                    boolean better = headline.better() == Headline.Better.HIGHER ? difference > 0 : difference < 0;
                    return better && p.value().orElseThrow() <= LEVEL;
                })
                .isPresent();
    }

    /** The finding in words. */
    public String sentence() {
        return dataset + ", " + headline.title() + ": not shown to beat every baseline: "
                + unbeaten.entrySet().stream()
                        .map(each -> each.getKey() + " (not " + String.join(", ", each.getValue()) + ")")
                        .collect(Collectors.joining("; "));
    }
}
