package io.discern.similarity;

import io.discern.Embeddings;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.IntStream;

/**
 * The base of a similarity that multiplies tiles of unit rows in float32: it checks the input, scales the rows, walks the
 * tiles, selects, and guards the lifetime. A subclass says how rows reach its device and how two tiles are multiplied.
 *
 * <p>Memory beside the inputs is that of one tile of queries, one of the bank and their products, {@value #ROWS} rows each;
 * never the whole matrix. A product differs from the reference by {@link #deviation} at most, and {@link #topK} computes
 * exactly what is nearer than that to a tie ({@link TopKSelector}), so that it equals the reference's. Calls may overlap;
 * closing waits for the tiles under way, and calls that need more of them fail.
 */
public abstract class TiledSimilarity implements CosineSimilarity {
    /** Rows in a tile, at most. */
    public static final int ROWS = 1024;

    private final String name;
    private final ConcurrentLinkedQueue<TileBuffers> idle = new ConcurrentLinkedQueue<>();
    private final ReentrantReadWriteLock lifetime = new ReentrantReadWriteLock();
    private boolean closed;

    /** Rows on the device. */
    protected interface Tile extends AutoCloseable {
        /** Releases them. */
        @Override
        void close();
    }

    /**
     * Creates the base.
     *
     * @param name what messages call it
     */
    protected TiledSimilarity(String name) {
        this.name = Objects.requireNonNull(name, "name");
    }

    /**
     * Brings rows to the device; may alias them.
     *
     * @param unitRows {@code rows x dim}, row-major, direct, native order, from position 0; stays as it is until the tile closes
     */
    protected abstract Tile load(FloatBuffer unitRows, int rows, int dim);

    /**
     * Multiplies each row of one tile with each of another, in IEEE float32: no TF32, no 16-bit.
     *
     * @param queries a tile of {@code queryRows} rows
     * @param bank a tile of {@code bankRows} rows
     * @param products where {@code queryRows x bankRows} values go, row-major, direct, from position 0
     */
    protected abstract void multiply(
            Tile queries, int queryRows, Tile bank, int bankRows, FloatBuffer products);

    /** Releases what the subclass holds; called once, when no call is under way. */
    protected abstract void release();

    /** Takes the products of some queries with some bank rows. */
    private interface Block {
        void accept(int firstQuery, int queries, int firstRow, int rows, FloatBuffer products);
    }

    /**
     * {@code (dim + 8) u / (1 - (dim + 8) u)} with {@code u = 2^-24}.
     *
     * <p>For unit rows, {@code sum |a_j b_j| <= 1}. Rounding them to float32 costs at most {@code 2u + u^2}, the sum of
     * {@code dim} products in any order at most {@code dim u / (1 - dim u)} (Higham, <i>Accuracy and Stability of Numerical
     * Algorithms</i>, 2002, eq. 3.5), rounding the reference {@code u}; what is left of the 8 covers second-order terms, the
     * lengths' own rounding, and numbers that underflow.
     */
    @Override
    public final double deviation(int dim) {
        double roundings = (dim + 8) * 0x1p-24;
        return roundings / (1 - roundings);
    }

    @Override
    public final float[] matrix(Embeddings queries, Embeddings bank) {
        float[] matrix = new float[ReferenceRows.matrixLength(queries, bank)];
        walk(queries, bank, new ReferenceRows(queries, bank), 0, queries.rows(), copyInto(matrix, 0, bank.rows()));
        return matrix;
    }

    @Override
    public final void tiles(Embeddings queries, Embeddings bank, int tileRows, TileConsumer consumer) {
        if (tileRows < 1) {
            throw new IllegalArgumentException("tileRows " + tileRows + "; expected at least 1");
        }
        ReferenceRows rows = new ReferenceRows(queries, bank);
        float[] tile = new float[Math.multiplyExact(Math.min(tileRows, queries.rows()), bank.rows())];
        for (int first = 0; first < queries.rows(); first += tileRows) {
            int count = Math.min(tileRows, queries.rows() - first);
            walk(queries, bank, rows, first, count, copyInto(tile, first, bank.rows()));
            consumer.accept(first, count, tile);
        }
    }

    @Override
    public final TopK topK(Embeddings queries, Embeddings bank, int k, Exclusion exclusion) {
        if (k < 1) {
            throw new IllegalArgumentException("k " + k + "; expected at least 1");
        }
        ReferenceRows rows = new ReferenceRows(queries, bank);
        int[] found = new int[Math.multiplyExact(queries.rows(), k)];
        float[] similarities = new float[found.length];
        Arrays.fill(found, -1);
        Arrays.fill(similarities, Float.NEGATIVE_INFINITY);
        int places = Math.min(k, Math.max(1, bank.rows()));
        double deviation = deviation(queries.dim());
        for (int first = 0; first < queries.rows(); first += ROWS) {
            int start = first;
            TopKSelector[] selectors = new TopKSelector[Math.min(ROWS, queries.rows() - first)];
            Arrays.setAll(selectors, i -> new TopKSelector(places, deviation, row -> rows.similarity(start + i, row)));
            walk(queries, bank, rows, first, selectors.length, (q, count, firstRow, bankRows, products) ->
                    IntStream.range(0, count).parallel().forEach(i -> offer(
                            products, i * bankRows, firstRow, bankRows, q + i, exclusion, selectors[i])));
            IntStream.range(0, selectors.length)
                    .parallel()
                    .forEach(i -> selectors[i].finish(found, similarities, (start + i) * k));
        }
        return new TopK(queries.rows(), k, found, similarities);
    }

    private static void offer(
            FloatBuffer products, int from, int firstRow, int rows, int query, Exclusion exclusion, TopKSelector selector) {
        double threshold = selector.threshold();
        for (int j = 0; j < rows; j++) {
            float similarity = products.get(from + j);
            if (similarity >= threshold && !exclusion.excludes(query, firstRow + j)) {
                selector.offer(firstRow + j, similarity);
                threshold = selector.threshold();
            }
        }
    }

    /** Copies blocks into rows of a matrix whose first row belongs to that query. */
    private static Block copyInto(float[] matrix, int matrixQuery, int columns) {
        return (firstQuery, queries, firstRow, rows, products) ->
                IntStream.range(0, queries).parallel().forEach(i -> {
                    int to = (firstQuery - matrixQuery + i) * columns + firstRow;
                    products.get(i * rows, matrix, to, rows);
                    for (int j = to; j < to + rows; j++) {
                        matrix[j] = Math.max(-1f, Math.min(1f, matrix[j])) + 0f;
                    }
                });
    }

    private void walk(
            Embeddings queries, Embeddings bank, ReferenceRows rows, int firstQuery, int queryCount, Block block) {
        lifetime.readLock().lock();
        TileBuffers pooled = idle.poll();
        TileBuffers buffers = pooled != null ? pooled : new TileBuffers();
        try {
            if (closed) {
                throw new IllegalStateException(name + " is closed");
            }
            int dim = queries.dim();
            for (int q = firstQuery; q < firstQuery + queryCount; q += ROWS) {
                int count = Math.min(ROWS, firstQuery + queryCount - q);
                try (Tile queryTile =
                        load(buffers.queries(queries.values(), q, count, dim, rows.queryNorms()), count, dim)) {
                    for (int b = 0; b < bank.rows(); b += ROWS) {
                        int bankRows = Math.min(ROWS, bank.rows() - b);
                        FloatBuffer products = buffers.products(count * bankRows);
                        try (Tile bankTile =
                                load(buffers.bank(bank.values(), b, bankRows, dim, rows.bankNorms()), bankRows, dim)) {
                            multiply(queryTile, count, bankTile, bankRows, products);
                        }
                        block.accept(q, count, b, bankRows, products);
                    }
                }
            }
        } finally {
            idle.add(buffers);
            lifetime.readLock().unlock();
        }
    }

    @Override
    public final void close() {
        lifetime.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                idle.clear();
                release();
            }
        } finally {
            lifetime.writeLock().unlock();
        }
    }
}
