package io.discern.analysis.retrieval;

import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.internal.linalg.Products;
import io.discern.analysis.internal.linalg.Rows;
import io.discern.analysis.internal.neighbors.ExactCosines;
import io.discern.analysis.internal.neighbors.UnitFloats;
import io.discern.similarity.CosineSimilarity;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
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

    /** The ranking of each query; none where a query has no positive. */
    List<Optional<Ranking>> rankings() {
        int[] labels = labelsOfBank();
        ExactCosines cosines = new ExactCosines(queries, bank);
        Ranking[] rankings = new Ranking[queries.rows()];
        Optional<CosineSimilarity> device = bank.similarity().or(queries::similarity);
        if (device.isPresent()) {
            double deviation = 2 * (device.get().deviation(bank.dim()) + CosineSimilarity.float32Deviation(bank.dim()));
            device.get()
                    .tiles(
                            UnitFloats.of(queries),
                            UnitFloats.of(bank),
                            TILE,
                            (first, count, tile) -> IntStream.range(0, count)
                                    .parallel()
                                    .forEach(i -> rankings[first + i] =
                                            ranking(first + i, products(tile, i), labels, deviation, cosines)));
        } else {
            Products.dots(
                    Rows.unit(queries),
                    Rows.unit(bank),
                    (query, products) -> rankings[query] = ranking(query, products, labels, deviation(), cosines));
        }
        return Arrays.stream(rankings).map(Optional::ofNullable).toList();
    }

    private double[] products(float[] tile, int query) {
        double[] products = new double[bank.rows()];
        for (int row = 0; row < products.length; row++) {
            products[row] = tile[query * products.length + row];
        }
        return products;
    }

    /** The class of each bank row as the queries number it; -1 for a class that no query has. */
    private int[] labelsOfBank() {
        return bank.labels().stream().mapToInt(queries.classes()::indexOf).toArray();
    }

    /** Null if the query has no positive. */
    private Ranking ranking(int query, double[] products, int[] labels, double deviation, ExactCosines cosines) {
        int label = queries.classes().indexOf(queries.labels().get(query));
        int[] candidates = IntStream.range(0, bank.rows())
                .filter(row -> bankUnits[row] != queryUnits[query])
                .toArray();
        int[] positives =
                IntStream.of(candidates).filter(row -> labels[row] == label).toArray();
        if (positives.length == 0) {
            return null;
        }
        int[] negatives =
                IntStream.of(candidates).filter(row -> labels[row] != label).toArray();
        return new QueryOrder(query, products, deviation, cosines).rank(positives, negatives);
    }

    /**
     * How far the difference of two products may be from that of their cosines, both in double: four sums of {@code dim}
     * products of unit rows, each within {@code (dim + 8) u} of the truth, u = 2^-53 (Higham 2002, eq. 3.5).
     */
    private double deviation() {
        return 4 * (bank.dim() + 8) * 0x1p-53;
    }
}
