package io.discern.analysis.retrieval;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * A measure of a query's ranking, averaged over queries.
 *
 * @param name its part of a variant's name
 * @param reach how many candidates it needs
 * @param value of a ranking
 * @param chance its expected value in random order
 */
record RetrievalMeasure(String name, int reach, ToDoubleFunction<Ranking> value, ToDoubleFunction<RandomOrder> chance) {

    /** All measures; those of the first k for each k. */
    static List<RetrievalMeasure> all(List<Integer> ks) {
        List<RetrievalMeasure> all = new ArrayList<>();
        for (int k : ks) {
            all.add(new RetrievalMeasure(
                    "hit-rate,k=" + k, k, ranking -> ranking.hitRate(k), random -> random.hitRate(k)));
            all.add(new RetrievalMeasure("recall,k=" + k, k, ranking -> ranking.recall(k), random -> random.recall(k)));
            all.add(new RetrievalMeasure(
                    "precision,k=" + k, k, ranking -> ranking.precision(k), random -> random.precision(k)));
        }
        all.add(new RetrievalMeasure("map", 1, Ranking::averagePrecision, RandomOrder::averagePrecision));
        all.add(new RetrievalMeasure("map-at-r", 1, Ranking::averagePrecisionAtR, RandomOrder::averagePrecisionAtR));
        all.add(new RetrievalMeasure("r-precision", 1, Ranking::rPrecision, RandomOrder::rPrecision));
        all.add(new RetrievalMeasure("mrr", 1, Ranking::reciprocalRank, RandomOrder::reciprocalRank));
        all.add(new RetrievalMeasure("ndcg", 1, Ranking::ndcg, RandomOrder::ndcg));
        return all;
    }
}
