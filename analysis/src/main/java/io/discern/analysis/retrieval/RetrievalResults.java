package io.discern.analysis.retrieval;

import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.MetricResult;
import io.discern.analysis.stats.Bootstrap;
import io.discern.analysis.stats.Interval;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Rankings turned into results: means over the queries that have positives. */
final class RetrievalResults {
    private final ClassRetrieval.Scope scope;
    private final LabeledEmbeddings queries;
    private final List<RetrievalMeasure> measures;
    private final boolean fixedCandidates;
    private final long seed;

    /**
     * Creates it.
     *
     * @param scope who is looked for
     * @param fixedCandidates whether another sample would have the same candidates, so that queries alone can be resampled
     */
    RetrievalResults(
            ClassRetrieval.Scope scope,
            LabeledEmbeddings queries,
            List<RetrievalMeasure> measures,
            boolean fixedCandidates,
            long seed) {
        this.scope = scope;
        this.queries = queries;
        this.measures = measures;
        this.fixedCandidates = fixedCandidates;
        this.seed = seed;
    }

    List<MetricResult> absent(String reason) {
        return measures.stream().map(measure -> absent(measure, reason)).toList();
    }

    private MetricResult absent(RetrievalMeasure measure, String reason) {
        return MetricResult.absent(key(measure), reason, queries, seed);
    }

    private ClassRetrieval.Key key(RetrievalMeasure measure) {
        return new ClassRetrieval.Key(scope, measure.measure(), measure.k());
    }

    List<MetricResult> of(List<Optional<Ranking>> rankings, String excluded) {
        int[] used = IntStream.range(0, rankings.size())
                .filter(query -> rankings.get(query).isPresent())
                .toArray();
        String lonely = used.length == rankings.size()
                ? ""
                : (rankings.size() - used.length) + " queries have no candidate of their class and are left out";
        if (used.length == 0) {
            return absent(MetricResult.joined(excluded, lonely));
        }
        Ranking[] ranked = IntStream.of(used)
                .mapToObj(query -> rankings.get(query).orElseThrow())
                .toArray(Ranking[]::new);
        int[] groups = queries.groupIndices();
        int[] usedGroups = IntStream.of(used).map(query -> groups[query]).toArray();
        double[][] values = measures.stream()
                .map(measure -> IntStream.range(0, ranked.length)
                        .mapToDouble(i -> measure.value().applyAsDouble(ranked[i]))
                        .toArray())
                .toArray(double[][]::new);
        Optional<List<Interval>> intervals =
                fixedCandidates ? Bootstrap.seeded(seed).means(values, usedGroups) : Optional.empty();
        String without = "no interval: "
                + (fixedCandidates
                        ? "nothing to resample, expected at least two groups"
                        : "other candidates would move it as much as other queries");
        int candidates = IntStream.range(0, ranked.length)
                .map(i -> ranked[i].candidates())
                .min()
                .orElseThrow();
        List<MetricResult> results = new ArrayList<>();
        for (int m = 0; m < values.length; m++) {
            RetrievalMeasure measure = measures.get(m);
            if (measure.reach() > candidates) {
                results.add(absent(
                        measure,
                        "k = " + measure.reach() + ", but a query has only " + candidates
                                + " candidates; expected no more than these"));
                continue;
            }
            int place = m;
            MetricResult result = MetricResult.of(key(measure), mean(values[m]), queries, seed)
                    .withN(ranked.length)
                    .withNull(chance(ranked, measure));
            results.add(intervals
                    .map(all -> result.withInterval(all.get(place)).withNote("the interval holds the candidates fixed"))
                    .orElseGet(() -> result.withNote(without))
                    .withNote(excluded)
                    .withNote(lonely));
        }
        return results;
    }

    private static double chance(Ranking[] rankings, RetrievalMeasure measure) {
        Map<RandomOrder, Double> known = new HashMap<>();
        double[] expected = new double[rankings.length];
        for (int i = 0; i < expected.length; i++) {
            RandomOrder order = new RandomOrder(rankings[i].places().length, rankings[i].candidates());
            expected[i] = known.computeIfAbsent(order, measure.chance()::applyAsDouble);
        }
        return mean(expected);
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }
}
