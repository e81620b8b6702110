package io.discern.analysis.study;

import io.discern.analysis.Extent;
import io.discern.analysis.Headline;
import io.discern.analysis.MetricResult;
import io.discern.analysis.ResultKey;
import io.discern.analysis.Results;
import io.discern.analysis.internal.stats.MeanRanks;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.BiFunction;

/**
 * The encoders ranked over all data sets by what answers the main question. The rows carry {@code all data sets} in the place of
 * the data set, and those of the test {@code all encoders} in that of the encoder.
 */
final class RankedEncoders {
    static final String EVERYWHERE = "all data sets";
    static final String EVERYBODY = "all encoders";
    private static final double LEVEL = 0.05;

    private final List<Headline> criteria;
    private final BiFunction<String, String, Results> results;
    private final List<String> encoders;
    private final List<String> datasets;
    private final long seed;

    /**
     * Creates it.
     *
     * @param criteria by what encoders are ranked
     * @param results of an encoder on a data set
     */
    RankedEncoders(
            List<Headline> criteria,
            BiFunction<String, String, Results> results,
            List<String> encoders,
            List<String> datasets,
            long seed) {
        this.criteria = criteria;
        this.results = results;
        this.encoders = encoders;
        this.datasets = datasets;
        this.seed = seed;
    }

    /** Nothing where there are not two encoders and two data sets. */
    List<StudyRow> ranks() {
        List<StudyRow> ranks = new ArrayList<>();
        if (encoders.size() > 1 && datasets.size() > 1) {
            criteria.forEach(criterion -> ranks.addAll(ranks(criterion)));
        }
        return ranks;
    }

    private List<StudyRow> ranks(Headline criterion) {
        ResultKey ranked = criterion.keys().get(criterion.keys().size() - 1);
        List<double[]> complete = new ArrayList<>();
        for (String dataset : datasets) {
            double[] scores = encoders.stream()
                    .map(encoder -> score(criterion, encoder, dataset))
                    .flatMapToDouble(OptionalDouble::stream)
                    .toArray();
            if (scores.length == encoders.size()) {
                complete.add(scores);
            }
        }
        if (complete.size() < 2) {
            return List.of(row(
                    EVERYBODY,
                    MetricResult.absent(
                            RankKey.mean(ranked),
                            "fewer than two data sets with a value of every encoder; expected at least two",
                            new Extent(complete.size(), 0, 0),
                            seed)));
        }
        MeanRanks ranks = MeanRanks.of(complete.toArray(double[][]::new));
        String note = "over " + complete.size() + " of " + datasets.size() + " data sets, 1 is best";
        List<StudyRow> results = new ArrayList<>();
        for (int i = 0; i < encoders.size(); i++) {
            results.add(row(encoders.get(i), value(RankKey.mean(ranked), ranks.ranks()[i], note)));
        }
        results.add(row(
                EVERYBODY,
                value(RankKey.of(ranked, RankKey.Statistic.FRIEDMAN_P), ranks.p(), "approximate below 10 data sets")));
        results.add(row(
                EVERYBODY,
                value(
                        RankKey.of(ranked, RankKey.Statistic.NEMENYI_CD),
                        ranks.criticalDifference(LEVEL),
                        "mean ranks that differ by more are different at level " + LEVEL)));
        return results;
    }

    private OptionalDouble score(Headline criterion, String encoder, String dataset) {
        OptionalDouble value = criterion
                .in(results.apply(encoder, dataset))
                .map(MetricResult::value)
                .orElse(OptionalDouble.empty());
        return value.isPresent() ? OptionalDouble.of(criterion.merit(value.getAsDouble())) : value;
    }

    private static StudyRow row(String encoder, MetricResult result) {
        return new StudyRow(encoder, EVERYWHERE, result);
    }

    private MetricResult value(RankKey key, double value, String note) {
        return MetricResult.of(key, value, new Extent(datasets.size(), 0, 0), seed)
                .withNote(note);
    }
}
