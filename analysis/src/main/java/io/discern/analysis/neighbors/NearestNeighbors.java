package io.discern.analysis.neighbors;

import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.RemoteRows;
import io.discern.analysis.internal.linalg.Rows;
import io.discern.analysis.internal.neighbors.ExactCosines;
import io.discern.analysis.internal.neighbors.TileSearch;
import io.discern.internal.similarity.TopKSelector;
import io.discern.similarity.CosineSimilarity;
import io.discern.similarity.CosineSimilarity.Exclusion;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The k rows of a bank with the largest cosine to each query: {@code cos(q, b) = q.b / (|q| |b|)} in double, larger first,
 * equal ones by lower bank row. Exact, for any size: see the package for how.
 *
 * <p>Immutable; safe for concurrent use. A search whose thread is interrupted ends with a
 * {@link java.util.concurrent.CancellationException}.
 */
public final class NearestNeighbors {
    private final int k;
    private final int[][] rows;
    private final double[][] similarities;

    private NearestNeighbors(int k, int[][] rows, double[][] similarities) {
        this.k = k;
        this.rows = rows;
        this.similarities = similarities;
    }

    /** The neighbours of every row among the other rows: a row itself is left out by its index, duplicates of it are not. */
    public static NearestNeighbors leaveOneOut(LabeledEmbeddings data, int k) {
        int[] self = IntStream.range(0, data.rows()).toArray();
        return find(data, self, data, self, k);
    }

    /** The neighbours of every row among the rows of other groups. */
    public static NearestNeighbors leaveGroupOut(LabeledEmbeddings data, int k) {
        int[] groups = data.groupIndices();
        return find(data, groups, data, groups, k);
    }

    /**
     * The neighbours of each query in a bank.
     *
     * @param queries n x d; a zero row has cosine 0 with everything, so leave such rows out
     * @param queryGroups for each query the group whose bank rows are left out
     * @param bank m x d
     * @param bankGroups the group of each bank row
     * @param k how many; fewer are found where fewer are left
     * @throws IllegalArgumentException if sizes disagree or k is less than 1
     */
    public static NearestNeighbors find(
            LabeledEmbeddings queries, int[] queryGroups, LabeledEmbeddings bank, int[] bankGroups, int k) {
        if (queries.dim() != bank.dim()) {
            throw new IllegalArgumentException(
                    "queries of " + queries.dim() + " components, bank of " + bank.dim() + "; expected the same");
        }
        if (k < 1 || queryGroups.length != queries.rows() || bankGroups.length != bank.rows()) {
            throw new IllegalArgumentException("k " + k + ", " + queryGroups.length + " groups for " + queries + ", "
                    + bankGroups.length + " for " + bank + "; expected k >= 1 and a group for each row");
        }
        Optional<RemoteRows.Part> elsewhere = bank.remote();
        if (elsewhere.isPresent()
                && queries.remote()
                        .map(part -> part.all() == elsewhere.get().all())
                        .orElse(false)) {
            RemoteRows.Nearest found = elsewhere
                    .get()
                    .all()
                    .nearest(
                            queries.remote().get().side(queryGroups),
                            elsewhere.get().side(bankGroups),
                            Math.min(k, bank.rows()));
            return new NearestNeighbors(k, found.rows(), found.similarities());
        }
        int[][] rows = new int[queries.rows()][];
        double[][] similarities = new double[queries.rows()][];
        Optional<CosineSimilarity> device = bank.similarity().or(queries::similarity);
        if (device.isEmpty()) {
            search(queries, queryGroups, bank, bankGroups, Math.min(k, bank.rows()), rows, similarities);
            return new NearestNeighbors(k, rows, similarities);
        }
        int[] unsure = new DeviceSearch(
                        device.get(),
                        queries,
                        queryGroups,
                        bank,
                        bankGroups,
                        Math.min(k, bank.rows()),
                        new ExactCosines(queries, bank))
                .take(rows, similarities);
        if (unsure.length > 0) {
            int[][] theirRows = new int[unsure.length][];
            double[][] theirSimilarities = new double[unsure.length][];
            try (LabeledEmbeddings others = queries.select(unsure)) {
                int[] groups =
                        IntStream.of(unsure).map(query -> queryGroups[query]).toArray();
                search(others, groups, bank, bankGroups, Math.min(k, bank.rows()), theirRows, theirSimilarities);
            }
            for (int i = 0; i < unsure.length; i++) {
                rows[unsure[i]] = theirRows[i];
                similarities[unsure[i]] = theirSimilarities[i];
            }
        }
        return new NearestNeighbors(k, rows, similarities);
    }

    private static void search(
            LabeledEmbeddings queries,
            int[] queryGroups,
            LabeledEmbeddings bank,
            int[] bankGroups,
            int places,
            int[][] rows,
            double[][] similarities) {
        boolean symmetric = queries == bank && Arrays.equals(queryGroups, bankGroups);
        double margin = CosineSimilarity.float32Deviation(bank.dim());
        ExactCosines exact = new ExactCosines(queries, bank);
        TopKSelector[] selectors = new TopKSelector[queries.rows()];
        Arrays.setAll(selectors, query -> new TopKSelector(places, margin, row -> exact.of(query, row)));
        Exclusion exclusion = (query, row) -> queryGroups[query] == bankGroups[row];
        if (symmetric) {
            TileSearch.within(Rows.unit(bank), places, exclusion, selectors);
        } else {
            TileSearch.among(Rows.unit(queries), Rows.unit(bank), places, exclusion, selectors);
        }
        IntStream.range(0, selectors.length).parallel().forEach(query -> {
            int found = selectors[query].finish();
            rows[query] = IntStream.range(0, found).map(selectors[query]::row).toArray();
            similarities[query] = IntStream.range(0, found)
                    .mapToDouble(selectors[query]::similarity)
                    .toArray();
        });
    }

    /**
     * The smallest number of bank rows that any query may choose its neighbours from.
     *
     * @param queryGroups for each query the group whose bank rows are left out
     * @param bankGroups the group of each bank row
     */
    public static int fewestCandidates(int[] queryGroups, int[] bankGroups) {
        Map<Integer, Integer> sizes = new HashMap<>();
        for (int group : bankGroups) {
            sizes.merge(group, 1, Integer::sum);
        }
        int most = Arrays.stream(queryGroups)
                .map(group -> sizes.getOrDefault(group, 0))
                .max()
                .orElse(0);
        return bankGroups.length - most;
    }

    /** How many were asked for. */
    public int k() {
        return k;
    }

    /** The number of queries. */
    public int queries() {
        return rows.length;
    }

    /** How many neighbours a query has: {@link #k()}, or fewer where fewer were left. */
    public int found(int query) {
        return rows[query].length;
    }

    /** The bank row of a query's neighbour, from the nearest, 0. */
    public int row(int query, int rank) {
        return rows[query][rank];
    }

    /** The cosine of a query and its neighbour, in [-1, 1] up to rounding. */
    public double similarity(int query, int rank) {
        return similarities[query][rank];
    }
}
