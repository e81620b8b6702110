package io.discern.analysis.neighbors;

import io.discern.analysis.LabeledEmbeddings;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.indexer.FloatIndexer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The k rows of a bank with the largest cosine to each query: {@code cos(q, b) = q.b / (|q| |b|)} in double, larger first,
 * equal ones by lower bank row. Exact, for any size: see the package for how.
 *
 * <p>Immutable; safe for concurrent use.
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
            throw new IllegalArgumentException("queries of " + queries.dim() + " components, bank of " + bank.dim()
                    + "; expected the same");
        }
        if (k < 1 || queryGroups.length != queries.rows() || bankGroups.length != bank.rows()) {
            throw new IllegalArgumentException("k " + k + ", " + queryGroups.length + " groups for " + queries + ", "
                    + bankGroups.length + " for " + bank + "; expected k >= 1 and a group for each row");
        }
        int[][] rows = new int[queries.rows()][];
        double[][] similarities = new double[queries.rows()][];
        Search search = new Search(queryGroups, bankGroups, Math.min(k, bank.rows()), UnitTiles.margin(bank.dim()));
        try (UnitTiles bankTiles = UnitTiles.of(bank);
                UnitTiles queryTiles = queries == bank ? bankTiles : UnitTiles.of(queries)) {
            for (int tile = 0; tile < queryTiles.count(); tile++) {
                int first = tile * UnitTiles.ROWS;
                Candidates[] candidates = search.candidates(queryTiles.tile(tile), first, bankTiles);
                IntStream.range(0, candidates.length).parallel().forEach(i -> {
                    int query = first + i;
                    rows[query] = candidates[i].remaining();
                    similarities[query] = rank(queries, query, bank, rows[query]);
                    int found = Math.min(k, rows[query].length);
                    rows[query] = Arrays.copyOf(rows[query], found);
                    similarities[query] = Arrays.copyOf(similarities[query], found);
                });
            }
        }
        return new NearestNeighbors(k, rows, similarities);
    }

    /** Sorts candidate rows, in place, by similarity and then index; gives the similarities in that order. */
    private static double[] rank(LabeledEmbeddings queries, int query, LabeledEmbeddings bank, int[] candidates) {
        double[] q = new double[queries.dim()];
        double[] b = new double[queries.dim()];
        queries.readRow(query, q);
        record Scored(int row, double similarity) {}
        Scored[] scored = new Scored[candidates.length];
        for (int i = 0; i < candidates.length; i++) {
            bank.readRow(candidates[i], b);
            double dot = 0;
            for (int j = 0; j < b.length; j++) {
                dot += q[j] * b[j];
            }
            double norms = queries.norm(query) * bank.norm(candidates[i]);
            scored[i] = new Scored(candidates[i], norms == 0 ? 0 : dot / norms);
        }
        Arrays.sort(scored, Comparator.comparingDouble(Scored::similarity).reversed().thenComparingInt(Scored::row));
        double[] similarities = new double[scored.length];
        for (int i = 0; i < scored.length; i++) {
            candidates[i] = scored[i].row();
            similarities[i] = scored[i].similarity();
        }
        return similarities;
    }

    /** Compares one tile of queries with the whole bank in float32. */
    private record Search(int[] queryGroups, int[] bankGroups, int k, double margin) {

        Candidates[] candidates(INDArray queries, int firstQuery, UnitTiles bank) {
            Candidates[] candidates = new Candidates[(int) queries.size(0)];
            Arrays.setAll(candidates, i -> new Candidates(k, margin));
            INDArray product = null;
            try {
                for (int tile = 0; tile < bank.count(); tile++) {
                    int columns = bank.rows(tile);
                    if (product == null || product.size(1) != columns) {
                        if (product != null) {
                            product.close();
                        }
                        product = Nd4j.create(DataType.FLOAT, new long[] {candidates.length, columns}, 'c');
                    }
                    Nd4j.gemm(queries, bank.tile(tile), product, false, true, 1, 0);
                    FloatIndexer values = (FloatIndexer) product.data().indexer();
                    int firstRow = tile * UnitTiles.ROWS;
                    IntStream.range(0, candidates.length)
                            .parallel()
                            .forEach(i -> offer(values, i, columns, firstRow, queryGroups[firstQuery + i], candidates[i]));
                }
            } finally {
                if (product != null) {
                    product.close();
                }
            }
            return candidates;
        }

        private void offer(FloatIndexer values, int i, int columns, int firstRow, int group, Candidates candidates) {
            long start = (long) i * columns;
            for (int j = 0; j < columns; j++) {
                float similarity = values.get(start + j);
                if (similarity >= candidates.threshold() && bankGroups[firstRow + j] != group) {
                    candidates.offer(firstRow + j, similarity);
                }
            }
        }
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

    /**
     * The class with most votes among the first {@code votes} neighbours of a query; of several, the lowest. This is
     * scikit-learn's rule.
     *
     * @param classOfRow the class of each bank row, from 0
     * @param classes the number of classes
     */
    public int vote(int query, int votes, int[] classOfRow, int classes) {
        int[] count = new int[classes];
        int winner = 0;
        for (int rank = 0; rank < votes; rank++) {
            int candidate = classOfRow[rows[query][rank]];
            count[candidate]++;
        }
        for (int candidate = 1; candidate < classes; candidate++) {
            if (count[candidate] > count[winner]) {
                winner = candidate;
            }
        }
        return winner;
    }
}
