package io.discern.analysis.study;

import io.discern.analysis.Headline;
import io.discern.analysis.MetricResult;
import io.discern.analysis.Results;
import io.discern.analysis.stats.Influences;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * The difference of two encoders on the same images in every headline whose {@linkplain MetricResult#influences() influences} are
 * known: a jackknife of the difference, whose images and groups are the same for both. The rows carry {@code A vs B} in the place of
 * the encoder.
 */
final class PairedResults {
    /**
     * A smaller difference, as a share of the larger value, is that of two engines that round one model's float32 values otherwise: all rows move alike, so that
     * it would look surer than any real difference.
     */
    private static final double ROUNDING = 1e-5;

    private final List<Headline> headlines;
    private final BiFunction<String, String, Results> results;
    private final List<String> encoders;
    private final List<String> baselines;

    /**
     * Creates it.
     *
     * @param results of an encoder on a data set
     * @param encoders each is compared with every other
     * @param baselines every encoder is compared with each
     */
    PairedResults(
            List<Headline> headlines,
            BiFunction<String, String, Results> results,
            List<String> encoders,
            List<String> baselines) {
        this.headlines = headlines;
        this.results = results;
        this.encoders = encoders;
        this.baselines = baselines;
    }

    /** All pairs on all data sets: for each headline the encoders are a family, and their comparisons with baselines another. */
    List<StudyRow> rows(List<String> datasets) {
        List<StudyRow> rows = new ArrayList<>();
        for (Headline headline : headlines) {
            Compared family = new Compared();
            Compared floors = new Compared();
            for (String dataset : datasets) {
                for (int i = 0; i < encoders.size(); i++) {
                    for (int j = i + 1; j < encoders.size(); j++) {
                        add(family, headline, dataset, encoders.get(i), encoders.get(j));
                    }
                    for (String baseline : baselines) {
                        add(floors, headline, dataset, encoders.get(i), baseline);
                    }
                }
            }
            rows.addAll(family.adjusted("of " + headline.title() + ", all pairs and data sets of this study"));
            rows.addAll(floors.adjusted("of " + headline.title() + " with baselines, all data sets of this study"));
        }
        return rows;
    }

    private void add(Compared family, Headline headline, String dataset, String first, String second) {
        Optional<MetricResult> a = known(headline, first, dataset);
        Optional<MetricResult> b = known(headline, second, dataset);
        if (a.isEmpty() || b.isEmpty() || !a.get().key().means(b.get().key())) {
            return;
        }
        Optional<Influences.Spread> spread = a.get()
                .influences()
                .orElseThrow()
                .plus(1, -1, b.get().influences().orElseThrow())
                .flatMap(Influences::spread);
        if (spread.isEmpty()) {
            return;
        }
        double larger = Math.max(
                Math.abs(a.get().value().orElseThrow()),
                Math.abs(b.get().value().orElseThrow()));
        double difference = a.get().value().orElseThrow() - b.get().value().orElseThrow();
        boolean rounding = Math.abs(difference) <= ROUNDING * larger;
        ComparedKey key = ComparedKey.of(ComparedKey.Comparison.PAIRED, a.get().key());
        MetricResult result = MetricResult.of(
                        key, difference, a.get().extent(), a.get().seed())
                .withNull(0)
                .withNote("the first encoder's value minus the second's");
        String pair = StudyRow.pair(first, second);
        if (a.get().interval().isEmpty() || b.get().interval().isEmpty()) {
            String none = "one of the values has none";
            family.add(new StudyRow(pair, dataset, result.withoutInterval(none)));
            return;
        }
        family.add(new StudyRow(pair, dataset, result.withInterval(spread.get().interval(difference))));
        family.add(new StudyRow(
                pair,
                dataset,
                MetricResult.of(
                                key.with(ComparedKey.Statistic.P),
                                rounding ? 1 : spread.get().p(difference),
                                a.get().extent(),
                                a.get().seed())
                        .withNote(
                                rounding
                                        ? "no more than float32 rounds"
                                        : "two-sided, Student's t of the jackknife over groups")));
    }

    private Optional<MetricResult> known(Headline headline, String encoder, String dataset) {
        return headline.in(results.apply(encoder, dataset))
                .filter(result ->
                        result.value().isPresent() && result.influences().isPresent());
    }
}
