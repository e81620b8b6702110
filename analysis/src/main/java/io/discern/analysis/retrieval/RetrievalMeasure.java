package io.discern.analysis.retrieval;

import io.discern.analysis.retrieval.ClassRetrieval.Measure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * A measure of a query's ranking, averaged over queries.
 *
 * @param measure which
 * @param k how many candidates it looks at, if only the first few
 * @param reach how many candidates it needs
 * @param value of a ranking
 * @param chance its expected value in random order
 */
record RetrievalMeasure(
        Measure measure,
        Optional<Integer> k,
        int reach,
        ToDoubleFunction<Ranking> value,
        ToDoubleFunction<RandomOrder> chance) {

    private static RetrievalMeasure ofFirst(
            Measure measure, int k, ToDoubleFunction<Ranking> value, ToDoubleFunction<RandomOrder> chance) {
        return new RetrievalMeasure(measure, Optional.of(k), k, value, chance);
    }

    private static RetrievalMeasure ofAll(
            Measure measure, ToDoubleFunction<Ranking> value, ToDoubleFunction<RandomOrder> chance) {
        return new RetrievalMeasure(measure, Optional.empty(), 1, value, chance);
    }

    /** All measures; those of the first k for each k. */
    static List<RetrievalMeasure> all(List<Integer> ks) {
        List<RetrievalMeasure> all = new ArrayList<>();
        for (int k : ks) {
            all.add(ofFirst(Measure.HIT_RATE, k, ranking -> ranking.hitRate(k), random -> random.hitRate(k)));
            all.add(ofFirst(Measure.RECALL, k, ranking -> ranking.recall(k), random -> random.recall(k)));
            all.add(ofFirst(Measure.PRECISION, k, ranking -> ranking.precision(k), random -> random.precision(k)));
        }
        all.add(ofAll(Measure.MAP, Ranking::averagePrecision, RandomOrder::averagePrecision));
        all.add(ofAll(Measure.MAP_AT_R, Ranking::averagePrecisionAtR, RandomOrder::averagePrecisionAtR));
        all.add(ofAll(Measure.R_PRECISION, Ranking::rPrecision, RandomOrder::rPrecision));
        all.add(ofAll(Measure.MRR, Ranking::reciprocalRank, RandomOrder::reciprocalRank));
        all.add(ofAll(Measure.NDCG, Ranking::ndcg, RandomOrder::ndcg));
        return all;
    }
}
