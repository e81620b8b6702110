package io.discern.analysis.retrieval;

import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas.CblasTrans;
import static org.bytedeco.openblas.global.openblas.cblas_dgemm;

import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.neighbors.ExactCosines;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.DoublePointer;

/**
 * Queries in a bank: a query's candidates are the bank rows of other units, its positives those of its own label.
 *
 * @param queries n x d, no zero row
 * @param queryUnits the unit of each query: itself, its group; negative for none
 * @param bank m x d, no zero row
 * @param bankUnits the unit of each bank row
 */
record Search(LabeledEmbeddings queries, int[] queryUnits, LabeledEmbeddings bank, int[] bankUnits) {
    /** Products in a tile. */
    private static final int TILE = 1 << 22;

    /** The ranking of each query; none where a query has no positive. */
    List<Optional<Ranking>> rankings() {
        int dim = bank.dim();
        int rows = Math.max(1, Math.min(queries.rows(), TILE / bank.rows()));
        int[] labels = labelsOfBank();
        ExactCosines cosines = new ExactCosines(queries, bank);
        List<Optional<Ranking>> rankings = new ArrayList<>();
        try (DoublePointer bankRows = unitRows(bank, 0, bank.rows());
                DoublePointer products = new DoublePointer((long) rows * bank.rows())) {
            for (int first = 0; first < queries.rows(); first += rows) {
                int start = first;
                int count = Math.min(rows, queries.rows() - first);
                try (DoublePointer queryRows = unitRows(queries, first, count)) {
                    cblas_dgemm(
                            CblasRowMajor, CblasNoTrans, CblasTrans, count, bank.rows(), dim,
                            1, queryRows, dim, bankRows, dim, 0, products, bank.rows());
                }
                IntStream.range(0, count)
                        .parallel()
                        .mapToObj(i -> ranking(start + i, row(products, i), labels, cosines))
                        .forEachOrdered(rankings::add);
            }
        }
        return rankings;
    }

    /** The class of each bank row as the queries number it; -1 for a class that no query has. */
    private int[] labelsOfBank() {
        return bank.labels().stream().mapToInt(queries.classes()::indexOf).toArray();
    }

    private static DoublePointer unitRows(LabeledEmbeddings data, int first, int count) {
        DoublePointer unit = new DoublePointer((long) count * data.dim());
        double[] row = new double[data.dim()];
        for (int i = 0; i < count; i++) {
            data.readRow(first + i, row);
            for (int j = 0; j < row.length; j++) {
                row[j] /= data.norm(first + i);
            }
            unit.position((long) i * row.length).put(row);
        }
        return unit.position(0);
    }

    private double[] row(DoublePointer products, int i) {
        double[] row = new double[bank.rows()];
        new DoublePointer(products).position((long) i * row.length).get(row);
        return row;
    }

    private Optional<Ranking> ranking(int query, double[] products, int[] labels, ExactCosines cosines) {
        int label = queries.classes().indexOf(queries.labels().get(query));
        int[] candidates =
                IntStream.range(0, bank.rows()).filter(row -> bankUnits[row] != queryUnits[query]).toArray();
        int[] positives = IntStream.of(candidates).filter(row -> labels[row] == label).toArray();
        if (positives.length == 0) {
            return Optional.empty();
        }
        int[] negatives = IntStream.of(candidates).filter(row -> labels[row] != label).toArray();
        return Optional.of(new QueryOrder(query, products, deviation(), cosines).rank(positives, negatives));
    }

    /**
     * How far the difference of two products may be from that of their cosines, both in double: four sums of {@code dim}
     * products of unit rows, each within {@code (dim + 8) u} of the truth, u = 2^-53 (Higham 2002, eq. 3.5).
     */
    private double deviation() {
        return 4 * (bank.dim() + 8) * 0x1p-53;
    }
}
