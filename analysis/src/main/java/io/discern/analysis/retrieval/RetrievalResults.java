package io.discern.analysis.retrieval;

import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.MetricResult;
import io.discern.analysis.internal.stats.SmoothScore;
import io.discern.analysis.stats.Bootstrap;
import io.discern.analysis.stats.Clusters;
import io.discern.analysis.stats.Interval;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Rankings turned into results: means over the queries that have positives. */
final class RetrievalResults {
    static final int PERMUTATIONS = 20;
    /** Above it permutations take longer than all the rest. */
    static final long MOST_PAIRS = 4_000_000;

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

    /** Of a search whose null value is that of random order. */
    List<MetricResult> of(Search search, String excluded) {
        return of(scores(search), Optional.empty(), excluded);
    }

    private QueryScores scores(Search search) {
        QueryScores scores = new QueryScores(measures, queries.rows());
        search.rank((labels, query, ranking) -> scores.add(query, ranking));
        return scores;
    }

    /**
     * Labels to count as positives.
     *
     * @param ofQueries one for each query
     * @param ofBank one for each bank row, numbered alike
     */
    record Labels(int[] ofQueries, int[] ofBank) {}

    /**
     * Of a search whose null value is the mean over {@value #PERMUTATIONS} permutations of labels; above {@value #MOST_PAIRS} pairs of a
     * query and a candidate that of random order, which is said.
     *
     * @param dealt labels dealt at random
     */
    List<MetricResult> of(Search search, String excluded, Function<SplittableRandom, Labels> dealt) {
        if ((long) search.queries().rows() * search.bank().rows() > MOST_PAIRS) {
            return of(
                    search, MetricResult.joined(excluded, "null value of rows in random order, whatever their groups"));
        }
        List<Labels> labels =
                Arrays.stream(Bootstrap.streams(seed, PERMUTATIONS)).map(dealt).toList();
        List<QueryScores> scores = labels.stream()
                .map(ignored -> new QueryScores(measures, queries.rows()))
                .toList();
        search.rank(
                labels.stream().map(Labels::ofQueries).toList(),
                labels.stream().map(Labels::ofBank).toList(),
                (permutation, query, ranking) -> scores.get(permutation).add(query, ranking));
        OptionalDouble[] means = IntStream.range(0, measures.size())
                .mapToObj(m -> scores.stream()
                        .flatMapToDouble(permuted -> Arrays.stream(permuted.values(m)).average().stream())
                        .average())
                .toArray(OptionalDouble[]::new);
        return of(scores(search), Optional.of(means), excluded);
    }

    private List<MetricResult> of(QueryScores scores, Optional<OptionalDouble[]> dealt, String excluded) {
        int[] used = scores.used();
        String lonely = used.length == queries.rows()
                ? ""
                : (queries.rows() - used.length) + " queries have no candidate of their class and are left out";
        if (used.length == 0) {
            return absent(MetricResult.joined(excluded, lonely));
        }
        int[] groups = queries.groupIndices();
        int[] labels = queries.classIndices();
        Clusters clusters = Clusters.of(
                IntStream.of(used).map(query -> labels[query]).toArray(),
                IntStream.of(used).map(query -> groups[query]).toArray());
        String without = fixedCandidates ? clusters.few() : "other candidates would move it as much as other queries";
        int candidates = scores.leastCandidates();
        List<MetricResult> results = new ArrayList<>();
        for (int m = 0; m < measures.size(); m++) {
            RetrievalMeasure measure = measures.get(m);
            if (measure.reach() > candidates) {
                results.add(absent(
                        measure,
                        "k = " + measure.reach() + ", but a query has only " + candidates
                                + " candidates; expected no more than these"));
                continue;
            }
            int place = m;
            double[] values = scores.values(m);
            MetricResult result = MetricResult.of(key(measure), mean(values), queries, seed)
                    .withN(used.length)
                    .withNull(dealt.map(means -> means[place])
                            .orElseGet(() -> OptionalDouble.of(mean(scores.ofOrders(measure.chance())))));
            Optional<Interval> interval =
                    fixedCandidates ? interval(values, most(scores, measure), clusters) : Optional.empty();
            results.add(interval.map(ends -> result.withInterval(ends, "holds the candidates fixed"))
                    .orElseGet(() -> result.withoutInterval(without))
                    .withNote(excluded)
                    .withNote(lonely));
        }
        return results;
    }

    /** As that of a share of the most that can be had. */
    private static Optional<Interval> interval(double[] values, double most, Clusters clusters) {
        double[] shares = Arrays.stream(values).map(value -> value / most).toArray();
        return SmoothScore.mean(shares)
                .interval(clusters, 0)
                .map(ends -> new Interval(most * ends.low(), most * ends.high()));
    }

    /** The mean of a measure where all positives come first; a query with many cannot have a recall of 1 among few. */
    private static double most(QueryScores scores, RetrievalMeasure measure) {
        double[] most = scores.ofOrders(
                order -> measure.value().applyAsDouble(Ranking.best(order.positives(), order.candidates())));
        return Arrays.stream(most).average().orElseThrow();
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }
}
