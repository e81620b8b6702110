package io.discern.analysis.internal.neighbors;

import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas.CblasTrans;
import static org.bytedeco.openblas.global.openblas.cblas_sgemm;

import io.discern.analysis.internal.linalg.FloatTiles;
import io.discern.analysis.internal.linalg.Rows;
import io.discern.analysis.internal.linalg.SingleThreadedProducts;
import io.discern.internal.Parallel;
import io.discern.internal.similarity.TopKSelector;
import io.discern.similarity.CosineSimilarity;
import io.discern.similarity.CosineSimilarity.Exclusion;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.FloatPointer;

/**
 * Offers every product of a query and a bank row that may matter to the query's selector, tile by tile.
 *
 * <p>A bank searched with itself has a symmetric matrix: only tiles on and above the diagonal are computed, and each product is
 * offered to both of its rows. The tiles on the diagonal come first, which gives every row a threshold early. A bank of its own passes by
 * tile by tile and is never held whole. Every worker multiplies and scans tiles of its own; what it knows of the thresholds may be old, hence
 * too low, which costs time only.
 */
public final class TileSearch {
    private static final int TILE = FloatTiles.TILE;
    /** So many tasks for each worker, so that all end together. */
    private static final int TASKS_OF_WORKER = 8;

    private final FloatTiles queries;
    private final Rows bank;
    private final int places;
    private final double deviation;
    private final boolean symmetric;
    private final Exclusion exclusion;
    private final TopKSelector[] selectors;
    /** Of the selectors, rounded down; read by anybody, written by who may write the selector. */
    private final float[] thresholds;
    /** For each tile of queries, who may write their selectors. */
    private final Object[] locks;
    /** Whose interruption ends the search on all threads. */
    private final Thread caller = Thread.currentThread();

    /** A tile of the bank, and the tiles of queries from the first to before the end. */
    private record Task(int bank, int first, int end) {}

    private TileSearch(
            FloatTiles queries,
            Rows bank,
            int places,
            boolean symmetric,
            Exclusion exclusion,
            TopKSelector[] selectors) {
        this.queries = queries;
        this.bank = bank;
        this.places = places;
        this.deviation = CosineSimilarity.float32Deviation(bank.dim());
        this.symmetric = symmetric;
        this.exclusion = exclusion;
        this.selectors = selectors;
        this.thresholds = new float[queries.rows()];
        Arrays.fill(thresholds, Float.NEGATIVE_INFINITY);
        this.locks = IntStream.range(0, queries.tiles())
                .mapToObj(tile -> new Object())
                .toArray();
    }

    /**
     * Searches unit rows among themselves.
     *
     * @param places how many each selector finds
     * @param exclusion which rows a row must not find
     * @param selectors one for each row
     */
    public static void within(Rows rows, int places, Exclusion exclusion, TopKSelector[] selectors) {
        try (FloatTiles tiles = FloatTiles.of(rows)) {
            new TileSearch(tiles, rows, places, true, exclusion, selectors).run();
        }
    }

    /**
     * Searches unit rows in a bank of unit rows.
     *
     * @param places how many each selector finds
     * @param exclusion which rows of the bank a query must not find
     * @param selectors one for each query
     */
    public static void among(Rows queries, Rows bank, int places, Exclusion exclusion, TopKSelector[] selectors) {
        try (FloatTiles tiles = FloatTiles.of(queries)) {
            new TileSearch(tiles, bank, places, false, exclusion, selectors).run();
        }
    }

    private void run() {
        int workers = Runtime.getRuntime().availableProcessors();
        List<Task> tasks = symmetric ? above(workers) : all(workers);
        AtomicInteger next = new AtomicInteger();
        SingleThreadedProducts.during(
                () -> Parallel.forEach(Math.min(tasks.size(), workers), worker -> work(tasks, next)));
    }

    private List<Task> above(int workers) {
        List<Task> tasks = new ArrayList<>();
        for (int tile = 0; tile < queries.tiles(); tile++) {
            tasks.add(new Task(tile, tile, tile + 1));
        }
        int atOnce = Math.max(1, queries.tiles() / (TASKS_OF_WORKER * workers));
        for (int tile = queries.tiles() - 1; tile > 0; tile--) {
            for (int first = 0; first < tile; first += atOnce) {
                tasks.add(new Task(tile, first, Math.min(tile, first + atOnce)));
            }
        }
        return tasks;
    }

    private List<Task> all(int workers) {
        List<Task> tasks = new ArrayList<>();
        int tiles = FloatTiles.tiles(bank.count());
        int atOnce = Math.max(1, (int) ((long) queries.tiles() * tiles / (TASKS_OF_WORKER * workers)));
        for (int tile = 0; tile < tiles; tile++) {
            for (int first = 0; first < queries.tiles(); first += atOnce) {
                tasks.add(new Task(tile, first, Math.min(queries.tiles(), first + atOnce)));
            }
        }
        return tasks;
    }

    private void work(List<Task> tasks, AtomicInteger next) {
        int side = Math.min(TILE, bank.count());
        PairScan scan = new PairScan(side);
        PairBuffer found = new PairBuffer();
        try (FloatPointer products = new FloatPointer((long) Math.min(TILE, queries.rows()) * side);
                FloatPointer passing = new FloatPointer(symmetric ? 1 : (long) side * bank.dim())) {
            FloatBuffer buffer = products.asBuffer();
            for (int i = next.getAndIncrement(); i < tasks.size(); i = next.getAndIncrement()) {
                Task task = tasks.get(i);
                FloatPointer rows = symmetric ? queries.tile(task.bank()) : passing;
                if (!symmetric) {
                    FloatTiles.read(bank, task.bank(), passing);
                }
                for (int query = task.first(); query < task.end(); query++) {
                    if (caller.isInterrupted()) {
                        throw new CancellationException("interrupted while nearest rows were searched");
                    }
                    multiply(query, rows, task.bank(), products);
                    begin(query, task.bank(), buffer);
                    scan.scan(buffer, thresholds(query), columnThresholds(query, task.bank()), found);
                    offer(query, task.bank(), found);
                    found.clear();
                }
            }
        }
    }

    private int columns(int tile) {
        return FloatTiles.rows(bank.count(), tile);
    }

    private void multiply(int query, FloatPointer rows, int bankTile, FloatPointer products) {
        int columns = columns(bankTile);
        int dim = bank.dim();
        cblas_sgemm(
                CblasRowMajor,
                CblasNoTrans,
                CblasTrans,
                queries.rows(query),
                columns,
                dim,
                1,
                queries.tile(query),
                dim,
                rows,
                dim,
                0,
                products,
                columns);
    }

    /**
     * Gives queries that have seen nothing a threshold from their first products, so that not all of these are offered: where the largest
     * products of {@code places} blocks reach a value, so many products do.
     */
    private void begin(int tile, int bankTile, FloatBuffer products) {
        int columns = columns(bankTile);
        int width = columns / (2 * places);
        if (width < 2) {
            return;
        }
        float[] row = new float[columns];
        float[] largest = new float[columns / width];
        synchronized (locks[tile]) {
            for (int i = 0; i < queries.rows(tile); i++) {
                int query = tile * TILE + i;
                if (thresholds[query] == Float.NEGATIVE_INFINITY) {
                    products.get(i * columns, row);
                    for (int block = 0; block < largest.length; block++) {
                        largest[block] = largest(row, block * width, width, query, bankTile * TILE);
                    }
                    Arrays.sort(largest);
                    double reached = largest[largest.length - places] - 2 * deviation;
                    thresholds[query] = Math.nextDown((float) reached);
                }
            }
        }
    }

    /** The largest product of a block; none if it belongs to a row that the query must not find. */
    private float largest(float[] products, int first, int count, int query, int firstRow) {
        int place = first;
        for (int j = first + 1; j < first + count; j++) {
            place = products[j] > products[place] ? j : place;
        }
        return exclusion.excludes(query, firstRow + place) ? Float.NEGATIVE_INFINITY : products[place];
    }

    private float[] thresholds(int tile) {
        int first = tile * TILE;
        return Arrays.copyOfRange(thresholds, first, first + queries.rows(tile));
    }

    /** What a product must reach to matter to its column; nothing does where columns are no queries, or have been rows. */
    private float[] columnThresholds(int query, int bankTile) {
        if (mirrored(query, bankTile)) {
            return thresholds(bankTile);
        }
        float[] never = new float[columns(bankTile)];
        Arrays.fill(never, Float.POSITIVE_INFINITY);
        return never;
    }

    private boolean mirrored(int query, int bankTile) {
        return symmetric && query != bankTile;
    }

    private void offer(int query, int bankTile, PairBuffer found) {
        int firstRow = query * TILE;
        int firstColumn = bankTile * TILE;
        synchronized (locks[query]) {
            for (int i = 0; i < found.size(); i++) {
                offer(firstRow + found.row(i), firstColumn + found.column(i), found.product(i));
            }
        }
        if (mirrored(query, bankTile)) {
            synchronized (locks[bankTile]) {
                for (int i = 0; i < found.size(); i++) {
                    offer(firstColumn + found.column(i), firstRow + found.row(i), found.product(i));
                }
            }
        }
    }

    private void offer(int query, int row, float similarity) {
        if (similarity < thresholds[query] || exclusion.excludes(query, row)) {
            return;
        }
        TopKSelector selector = selectors[query];
        selector.offer(row, similarity);
        float threshold = (float) selector.threshold();
        thresholds[query] =
                Math.max(thresholds[query], threshold > selector.threshold() ? Math.nextDown(threshold) : threshold);
    }
}
