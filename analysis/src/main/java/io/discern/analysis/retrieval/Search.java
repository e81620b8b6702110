package io.discern.analysis.retrieval;

import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.internal.linalg.Products;
import io.discern.analysis.internal.linalg.Rows;
import io.discern.analysis.internal.neighbors.ExactCosines;
import io.discern.analysis.internal.stats.LabelPermutation;
import io.discern.analysis.stats.Clusters;
import io.discern.similarity.CosineSimilarity;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Queries in a bank: a query's candidates are the bank rows of other units, its positives those of its own label.
 *
 * @param queries n x d, no zero row
 * @param queryUnits the unit of each query: itself, its group; negative for none
 * @param bank m x d, no zero row
 * @param bankUnits the unit of each bank row
 */
record Search(LabeledEmbeddings queries, int[] queryUnits, LabeledEmbeddings bank, int[] bankUnits) {
    /** Queries whose similarities to the whole bank are held at once. */
    private static final int TILE = 256;

    /** Gets the rankings of queries that have a positive, in parallel. */
    interface Receiver {
        /**
         * Takes one.
         *
         * @param labels the place of the labels that say what is positive
         */
        void accept(int labels, int query, Ranking ranking);
    }

    /** The rankings of all queries by the classes of the rows. */
    void rank(Receiver receiver) {
        rank(List.of(queries.classIndices()), List.of(labelsOfBank()), receiver);
    }

    /**
     * The rankings of all queries by several labels of the same rows.
     *
     * @param ofQueries the label of each query
     * @param ofBank the label of each bank row, numbered alike
     */
    void rank(List<int[]> ofQueries, List<int[]> ofBank, Receiver receiver) {
        ExactCosines cosines = new ExactCosines(queries, bank);
        Optional<CosineSimilarity> device = bank.similarity().or(queries::similarity);
        if (device.isPresent()) {
            double deviation = 2 * (device.get().deviation(bank.dim()) + CosineSimilarity.float32Deviation(bank.dim()));
            device.get()
                    .tiles(
                            queries.floats(),
                            bank.floats(),
                            TILE,
                            (first, count, tile) -> IntStream.range(0, count)
                                    .parallel()
                                    .forEach(i -> rank(
                                            new QueryOrder(first + i, products(tile, i), deviation, cosines),
                                            first + i,
                                            ofQueries,
                                            ofBank,
                                            receiver)));
        } else {
            Products.dots(
                    Rows.unit(queries),
                    Rows.unit(bank),
                    (query, products) -> rank(
                            new QueryOrder(query, products, deviation(), cosines), query, ofQueries, ofBank, receiver));
        }
    }

    private void rank(QueryOrder order, int query, List<int[]> ofQueries, List<int[]> ofBank, Receiver receiver) {
        for (int labels = 0; labels < ofBank.size(); labels++) {
            int label = ofQueries.get(labels)[query];
            int[] ofRows = ofBank.get(labels);
            int[] positives = new int[ofRows.length];
            int[] negatives = new int[ofRows.length];
            int own = 0;
            int others = 0;
            for (int row = 0; row < ofRows.length; row++) {
                if (bankUnits[row] != queryUnits[query]) {
                    if (ofRows[row] == label) {
                        positives[own++] = row;
                    } else {
                        negatives[others++] = row;
                    }
                }
            }
            if (own > 0) {
                receiver.accept(
                        labels, query, order.rank(Arrays.copyOf(positives, own), Arrays.copyOf(negatives, others)));
            }
        }
    }

    private double[] products(float[] tile, int query) {
        double[] products = new double[bank.rows()];
        for (int row = 0; row < products.length; row++) {
            products[row] = tile[query * products.length + row];
        }
        return products;
    }

    /** The class of each bank row as the queries number it; -1 for a class that no query has. */
    int[] labelsOfBank() {
        return bank.labels().stream().mapToInt(queries.classes()::indexOf).toArray();
    }

    /** The same, dealt anew to whole groups. */
    int[] dealtBank(SplittableRandom random) {
        int[] places =
                bank.classes().stream().mapToInt(queries.classes()::indexOf).toArray();
        return Arrays.stream(LabelPermutation.ofRows(Clusters.of(bank.classIndices(), bank.groupIndices()), random))
                .map(label -> places[label])
                .toArray();
    }

    /**
     * How far the difference of two products may be from that of their cosines, both in double: four sums of {@code dim}
     * products of unit rows, each within {@code (dim + 8) u} of the truth, u = 2^-53 (Higham 2002, eq. 3.5).
     */
    private double deviation() {
        return 4 * (bank.dim() + 8) * 0x1p-53;
    }
}
