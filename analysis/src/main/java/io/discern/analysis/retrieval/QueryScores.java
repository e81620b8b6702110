package io.discern.analysis.retrieval;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * What is kept of each query's ranking: the measures, and how many positives were among how many candidates. The places themselves would
 * take n / classes numbers a query. Queries may be added from several threads.
 */
final class QueryScores {
    private final List<RetrievalMeasure> measures;
    private final double[][] values;
    private final int[] positives;
    private final int[] candidates;

    /**
     * Of queries that are added.
     *
     * @param queries how many there may be
     */
    QueryScores(List<RetrievalMeasure> measures, int queries) {
        this.measures = measures;
        this.values = new double[measures.size()][queries];
        this.positives = new int[queries];
        this.candidates = new int[queries];
    }

    /** Takes the ranking of a query; one that is never added has no positive. */
    void add(int query, Ranking ranking) {
        for (int m = 0; m < values.length; m++) {
            values[m][query] = measures.get(m).value().applyAsDouble(ranking);
        }
        positives[query] = ranking.places().length;
        candidates[query] = ranking.candidates();
    }

    /** The queries that were added, ascending. */
    int[] used() {
        return IntStream.range(0, positives.length)
                .filter(query -> positives[query] > 0)
                .toArray();
    }

    /** A measure of each query that was added. */
    double[] values(int measure) {
        return IntStream.of(used()).mapToDouble(query -> values[measure][query]).toArray();
    }

    /** The fewest candidates of a query that was added, at least one. */
    int leastCandidates() {
        return IntStream.of(used()).map(query -> candidates[query]).min().orElseThrow();
    }

    /** What a number of positives and of candidates says, for each query that was added. */
    double[] ofOrders(ToDoubleFunction<RandomOrder> value) {
        Map<RandomOrder, Double> known = new HashMap<>();
        return IntStream.of(used())
                .mapToObj(query -> new RandomOrder(positives[query], candidates[query]))
                .mapToDouble(order -> known.computeIfAbsent(order, value::applyAsDouble))
                .toArray();
    }
}
