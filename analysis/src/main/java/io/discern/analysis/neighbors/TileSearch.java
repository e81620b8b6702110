package io.discern.analysis.neighbors;

import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas.CblasTrans;
import static org.bytedeco.openblas.global.openblas.cblas_sgemm;

import io.discern.similarity.TopKSelector;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.FloatPointer;

/**
 * Offers every product of a query and a bank row that may matter to the query's selector, tile by tile.
 *
 * <p>A bank searched with itself has a symmetric matrix: only tiles on and above the diagonal are computed, and each product is
 * offered to both of its rows. The tiles on the diagonal come first, which gives every row a threshold early. Every worker
 * multiplies and scans tiles of its own; what it knows of the thresholds may be old, hence too low, which costs time only.
 */
final class TileSearch {
    private final UnitRows queries;
    private final UnitRows bank;
    private final int[] queryGroups;
    private final int[] bankGroups;
    private final TopKSelector[] selectors;
    /** Of the selectors, rounded down; guarded like them when written. */
    private final float[] thresholds;

    private record Tile(int query, int bank) {}

    /**
     * Creates it.
     *
     * @param bank the same object as {@code queries} for a bank searched with itself
     * @param queryGroups for each query the group whose bank rows are left out
     */
    TileSearch(
            UnitRows queries, int[] queryGroups, UnitRows bank, int[] bankGroups, IntFunction<TopKSelector> selectors) {
        this.queries = queries;
        this.bank = bank;
        this.queryGroups = queryGroups;
        this.bankGroups = bankGroups;
        this.selectors = IntStream.range(0, queries.rows()).mapToObj(selectors).toArray(TopKSelector[]::new);
        this.thresholds = new float[queries.rows()];
        Arrays.fill(thresholds, Float.NEGATIVE_INFINITY);
    }

    /** Searches; gives the selectors, one for each query. */
    TopKSelector[] run() {
        List<Tile> tiles = tiles();
        AtomicInteger next = new AtomicInteger();
        int workers = Math.min(tiles.size(), Runtime.getRuntime().availableProcessors());
        SingleThreadedProducts.during(
                () -> IntStream.range(0, workers).parallel().forEach(worker -> work(tiles, next)));
        return selectors;
    }

    private List<Tile> tiles() {
        List<Tile> tiles = new ArrayList<>();
        if (symmetric()) {
            for (int tile = 0; tile < bank.tiles(); tile++) {
                tiles.add(new Tile(tile, tile));
            }
        }
        for (int query = 0; query < queries.tiles(); query++) {
            for (int row = symmetric() ? query + 1 : 0; row < bank.tiles(); row++) {
                tiles.add(new Tile(query, row));
            }
        }
        return tiles;
    }

    private boolean symmetric() {
        return queries == bank;
    }

    private void work(List<Tile> tiles, AtomicInteger next) {
        int side = Math.min(UnitRows.TILE, bank.rows());
        PairScan scan = new PairScan(side);
        try (FloatPointer products = new FloatPointer((long) Math.min(UnitRows.TILE, queries.rows()) * side)) {
            FloatBuffer buffer = products.asBuffer();
            for (int i = next.getAndIncrement(); i < tiles.size(); i = next.getAndIncrement()) {
                search(tiles.get(i), products, buffer, scan);
            }
        }
    }

    private void search(Tile tile, FloatPointer products, FloatBuffer buffer, PairScan scan) {
        int rows = queries.rows(tile.query());
        int columns = bank.rows(tile.bank());
        int dim = bank.dim();
        cblas_sgemm(
                CblasRowMajor, CblasNoTrans, CblasTrans, rows, columns, dim,
                1, queries.tile(tile.query()), dim, bank.tile(tile.bank()), dim, 0, products, columns);
        int firstRow = tile.query() * UnitRows.TILE;
        int firstColumn = tile.bank() * UnitRows.TILE;
        float[] rowThresholds = Arrays.copyOfRange(thresholds, firstRow, firstRow + rows);
        if (symmetric() && tile.query() != tile.bank()) {
            float[] columnThresholds = Arrays.copyOfRange(thresholds, firstColumn, firstColumn + columns);
            scan.scan(buffer, rowThresholds, columnThresholds, (i, j, product) -> {
                offer(firstRow + i, firstColumn + j, product);
                offer(firstColumn + j, firstRow + i, product);
            });
        } else {
            float[] never = new float[columns];
            Arrays.fill(never, Float.POSITIVE_INFINITY);
            scan.scan(buffer, rowThresholds, never, (i, j, product) -> offer(firstRow + i, firstColumn + j, product));
        }
    }

    private void offer(int query, int row, float similarity) {
        if (similarity < thresholds[query] || queryGroups[query] == bankGroups[row]) {
            return;
        }
        TopKSelector selector = selectors[query];
        synchronized (selector) {
            selector.offer(row, similarity);
            float threshold = (float) selector.threshold();
            thresholds[query] = threshold > selector.threshold() ? Math.nextDown(threshold) : threshold;
        }
    }
}
