package io.discern.analysis.study;

import io.discern.analysis.MetricResult;
import io.discern.analysis.stats.MeanRanks;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The encoders ranked over all data sets by what answers the main question. The rows carry {@code all data sets} in the place of
 * the data set, and those of the test {@code all encoders} in that of the encoder.
 */
final class RankedEncoders {
    private static final String NAME = "ranks";
    static final String EVERYWHERE = "all data sets";
    static final String EVERYBODY = "all encoders";
    private static final double LEVEL = 0.05;

    /** A score in which more is better, by the variants that may give it, the best first. */
    private record Criterion(String metric, List<String> variants) {}

    private static final List<Criterion> CRITERIA = List.of(
            new Criterion("fisher", List.of("trace-ratio-balanced,unit")),
            new Criterion("knn", List.of("group-loo,k=5,balanced", "loo,k=5,balanced")));

    private final List<StudyRow> rows;
    private final List<String> encoders;
    private final List<String> datasets;
    private final long seed;

    RankedEncoders(List<StudyRow> rows, List<String> encoders, List<String> datasets, long seed) {
        this.rows = rows;
        this.encoders = encoders;
        this.datasets = datasets;
        this.seed = seed;
    }

    /** Nothing where there are not two encoders and two data sets. */
    List<StudyRow> ranks() {
        List<StudyRow> ranks = new ArrayList<>();
        if (encoders.size() > 1 && datasets.size() > 1) {
            CRITERIA.forEach(criterion -> ranks.addAll(ranks(criterion)));
        }
        return ranks;
    }

    private List<StudyRow> ranks(Criterion criterion) {
        String variant = criterion.metric() + ","
                + criterion.variants().get(criterion.variants().size() - 1);
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
                            NAME,
                            variant,
                            "fewer than two data sets with a value of every" + " encoder; expected at least two",
                            complete.size(),
                            0,
                            0,
                            seed)));
        }
        MeanRanks ranks = MeanRanks.of(complete.toArray(double[][]::new));
        String note = "over " + complete.size() + " of " + datasets.size() + " data sets, 1 is best";
        List<StudyRow> results = new ArrayList<>();
        for (int i = 0; i < encoders.size(); i++) {
            results.add(row(encoders.get(i), value(variant, ranks.ranks()[i], note)));
        }
        results.add(row(EVERYBODY, value(variant + ",friedman-p", ranks.p(), "approximate below 10 data sets")));
        results.add(row(
                EVERYBODY,
                value(
                        variant + ",nemenyi-cd",
                        ranks.criticalDifference(LEVEL),
                        "mean ranks that differ by more are different at level " + LEVEL)));
        return results;
    }

    private OptionalDouble score(Criterion criterion, String encoder, String dataset) {
        return criterion.variants().stream()
                .flatMap(variant -> StudyRow.find(rows, encoder, dataset, criterion.metric(), variant).stream())
                .map(MetricResult::value)
                .filter(OptionalDouble::isPresent)
                .findFirst()
                .orElse(OptionalDouble.empty());
    }

    private static StudyRow row(String encoder, MetricResult result) {
        return new StudyRow(encoder, EVERYWHERE, result);
    }

    private MetricResult value(String variant, double value, String note) {
        return MetricResult.of(NAME, variant, value, datasets.size(), 0, 0, seed)
                .withNote(note);
    }
}
