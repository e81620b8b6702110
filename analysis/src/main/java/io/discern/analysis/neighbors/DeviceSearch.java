package io.discern.analysis.neighbors;

import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.internal.neighbors.ExactCosines;
import io.discern.similarity.CosineSimilarity;
import io.discern.similarity.CosineSimilarity.Exclusion;
import io.discern.similarity.TopK;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Neighbours found by a similarity, exactly. It lists a few more rows than asked for, by cosines rounded to float32; these are
 * compared again in double. A row that is not listed has at most the last listed similarity, up to the rounding, so a query whose
 * k-th cosine lies clearly above that has its neighbours; another, with many near ties, is left to be searched for otherwise.
 */
final class DeviceSearch {
    /** Rows listed beyond k. */
    private static final int SPARE = 16;

    private final LabeledEmbeddings queries;
    private final LabeledEmbeddings bank;
    private final int places;
    private final ExactCosines exact;
    private final TopK listed;

    private record Scored(int row, double similarity) {
        static final Comparator<Scored> BEST_FIRST =
                Comparator.comparingDouble(Scored::similarity).reversed().thenComparingInt(Scored::row);
    }

    /** Searches; groups are as in {@link NearestNeighbors#find}. */
    DeviceSearch(
            CosineSimilarity similarity,
            LabeledEmbeddings queries,
            int[] queryGroups,
            LabeledEmbeddings bank,
            int[] bankGroups,
            int places,
            ExactCosines exact) {
        this.queries = queries;
        this.bank = bank;
        this.places = places;
        this.exact = exact;
        Exclusion exclusion = exclusion(queries == bank, queryGroups, bankGroups);
        if (exclusion != Exclusion.NONE && exclusion != Exclusion.SELF && !similarity.excludesGroups()) {
            throw new UnsupportedOperationException(
                    "similarity " + similarity.getClass().getName()
                            + " cannot leave out a query's own group, and these rows have groups; expected one that can, such as java, "
                            + "onnx or cuda");
        }
        this.listed =
                similarity.topK(queries.floats(), bank.floats(), Math.min(bank.rows(), places + SPARE), exclusion);
    }

    /** Groups, unless every row is its own or nothing is left out: then any similarity will do. */
    private static Exclusion exclusion(boolean symmetric, int[] queryGroups, int[] bankGroups) {
        boolean self = symmetric
                && IntStream.range(0, queryGroups.length)
                        .allMatch(row -> queryGroups[row] == row && bankGroups[row] == row);
        if (self) {
            return Exclusion.SELF;
        }
        int[] sorted = IntStream.of(bankGroups).distinct().sorted().toArray();
        return IntStream.of(queryGroups).noneMatch(group -> Arrays.binarySearch(sorted, group) >= 0)
                ? Exclusion.NONE
                : Exclusion.groups(queryGroups, bankGroups);
    }

    /**
     * Writes what was found.
     *
     * @param rows for each query its neighbours, nearest first
     * @param similarities their cosines
     * @return the queries that are not sure, for which nothing is written, ascending
     */
    int[] take(int[][] rows, double[][] similarities) {
        IntStream.range(0, queries.rows()).parallel().forEach(query -> take(query, rows, similarities));
        return IntStream.range(0, queries.rows())
                .filter(query -> rows[query] == null)
                .toArray();
    }

    private void take(int query, int[][] rows, double[][] similarities) {
        Scored[] ranked = IntStream.range(0, listed.k())
                .map(place -> listed.row(query, place))
                .filter(row -> row >= 0)
                .mapToObj(row -> new Scored(row, exact.of(query, row)))
                .sorted(Scored.BEST_FIRST)
                .toArray(Scored[]::new);
        int found = Math.min(places, ranked.length);
        boolean everything = ranked.length < listed.k() || listed.k() == bank.rows();
        double last = listed.similarities()[query * listed.k() + listed.k() - 1];
        if (everything || ranked[found - 1].similarity() > last + CosineSimilarity.float32Deviation(bank.dim())) {
            rows[query] =
                    Arrays.stream(ranked).limit(found).mapToInt(Scored::row).toArray();
            similarities[query] = Arrays.stream(ranked)
                    .limit(found)
                    .mapToDouble(Scored::similarity)
                    .toArray();
        }
    }
}
