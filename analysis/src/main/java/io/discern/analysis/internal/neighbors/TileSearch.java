package io.discern.analysis.internal.neighbors;

import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas.CblasTrans;
import static org.bytedeco.openblas.global.openblas.cblas_sgemm;

import io.discern.analysis.internal.linalg.SingleThreadedProducts;
import io.discern.internal.similarity.TopKSelector;
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
public final class TileSearch {
    private final UnitTiles queries;
    private final UnitTiles bank;
    private final int[] queryGroups;
    private final int[] bankGroups;
    private final TopKSelector[] selectors;
    /** Of the selectors, rounded down; read by anybody, written by who may write the selector. */
    private final float[] thresholds;
    /** For each tile of queries, who may write their selectors. */
    private final Object[] locks;

    private record Tile(int query, int bank) {}

    /**
     * Creates it.
     *
     * @param bank the same object as {@code queries} for a bank searched with itself
     * @param queryGroups for each query the group whose bank rows are left out
     */
    public TileSearch(
            UnitTiles queries,
            int[] queryGroups,
            UnitTiles bank,
            int[] bankGroups,
            IntFunction<TopKSelector> selectors) {
        this.queries = queries;
        this.bank = bank;
        this.queryGroups = queryGroups;
        this.bankGroups = bankGroups;
        this.selectors = IntStream.range(0, queries.rows()).mapToObj(selectors).toArray(TopKSelector[]::new);
        this.thresholds = new float[queries.rows()];
        Arrays.fill(thresholds, Float.NEGATIVE_INFINITY);
        this.locks = IntStream.range(0, queries.tiles())
                .mapToObj(tile -> new Object())
                .toArray();
    }

    /** Searches; gives the selectors, one for each query. */
    public TopKSelector[] run() {
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
        int side = Math.min(UnitTiles.TILE, bank.rows());
        PairScan scan = new PairScan(side);
        PairBuffer found = new PairBuffer();
        try (FloatPointer products = new FloatPointer((long) Math.min(UnitTiles.TILE, queries.rows()) * side)) {
            FloatBuffer buffer = products.asBuffer();
            for (int i = next.getAndIncrement(); i < tiles.size(); i = next.getAndIncrement()) {
                Tile tile = tiles.get(i);
                multiply(tile, products);
                scan.scan(buffer, thresholds(queries, tile.query()), columnThresholds(tile), found);
                offer(tile, found);
                found.clear();
            }
        }
    }

    private void multiply(Tile tile, FloatPointer products) {
        int columns = bank.rows(tile.bank());
        int dim = bank.dim();
        cblas_sgemm(
                CblasRowMajor,
                CblasNoTrans,
                CblasTrans,
                queries.rows(tile.query()),
                columns,
                dim,
                1,
                queries.tile(tile.query()),
                dim,
                bank.tile(tile.bank()),
                dim,
                0,
                products,
                columns);
    }

    private float[] thresholds(UnitTiles rows, int tile) {
        int first = tile * UnitTiles.TILE;
        return Arrays.copyOfRange(thresholds, first, first + rows.rows(tile));
    }

    /** What a product must reach to matter to its column; nothing does where columns are no queries, or have been rows. */
    private float[] columnThresholds(Tile tile) {
        if (mirrored(tile)) {
            return thresholds(bank, tile.bank());
        }
        float[] never = new float[bank.rows(tile.bank())];
        Arrays.fill(never, Float.POSITIVE_INFINITY);
        return never;
    }

    private boolean mirrored(Tile tile) {
        return symmetric() && tile.query() != tile.bank();
    }

    private void offer(Tile tile, PairBuffer found) {
        int firstRow = tile.query() * UnitTiles.TILE;
        int firstColumn = tile.bank() * UnitTiles.TILE;
        synchronized (locks[tile.query()]) {
            for (int i = 0; i < found.size(); i++) {
                offer(firstRow + found.row(i), firstColumn + found.column(i), found.product(i));
            }
        }
        if (mirrored(tile)) {
            synchronized (locks[tile.bank()]) {
                for (int i = 0; i < found.size(); i++) {
                    offer(firstColumn + found.column(i), firstRow + found.row(i), found.product(i));
                }
            }
        }
    }

    private void offer(int query, int row, float similarity) {
        if (similarity < thresholds[query] || queryGroups[query] == bankGroups[row]) {
            return;
        }
        TopKSelector selector = selectors[query];
        selector.offer(row, similarity);
        float threshold = (float) selector.threshold();
        thresholds[query] = threshold > selector.threshold() ? Math.nextDown(threshold) : threshold;
    }
}
