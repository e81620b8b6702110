package io.discern.internal.similarity;

import io.discern.Embeddings;
import io.discern.internal.Parallel;
import io.discern.similarity.CosineSimilarity;
import io.discern.similarity.TopK;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * The base of a similarity whose products come in blocks from a device: it checks the input, puts blocks together, selects
 * exactly ({@link TopKSelector}), and guards the lifetime. A subclass says how the blocks are made;
 * {@link TiledSimilarity} does for a device that multiplies two tiles at a time.
 *
 * <p>A product may differ from the reference by {@link #deviation}; {@link #topK} equals it in any case. Calls may overlap;
 * closing waits for the work under way, and calls that need more of it fail.
 */
public abstract class BlockSimilarity implements CosineSimilarity {
    /** Queries that are searched for together, at most. */
    public static final int ROWS = 1024;

    private final String name;
    private final ReentrantReadWriteLock lifetime = new ReentrantReadWriteLock();
    private boolean closed;

    /** Takes the products of some queries with some bank rows; may be called concurrently for different queries. */
    @FunctionalInterface
    protected interface Block {
        /**
         * Takes one block.
         *
         * @param firstQuery the first query of the block
         * @param queries how many queries
         * @param firstRow the first bank row of the block
         * @param rows how many bank rows
         * @param products {@code queries x rows}, row-major, from position 0; valid during the call only
         */
        void accept(int firstQuery, int queries, int firstRow, int rows, FloatBuffer products);
    }

    /**
     * Creates the base.
     *
     * @param name what messages call it
     */
    protected BlockSimilarity(String name) {
        this.name = Objects.requireNonNull(name, "name");
    }

    /**
     * Makes the products of some queries with the whole bank, each once, within {@link #deviation}.
     *
     * @param rows both matrices, checked, with the lengths of their rows
     * @param firstQuery the first query
     * @param count how many queries
     */
    protected abstract void products(ReferenceRows rows, int firstQuery, int count, Block block);

    /** Releases what the subclass holds; called once, when no call is under way. */
    protected abstract void release();

    /** That of products in IEEE float32, {@link CosineSimilarity#float32Deviation}, unless a subclass says otherwise. */
    @Override
    public double deviation(int dim) {
        return CosineSimilarity.float32Deviation(dim);
    }

    /**
     * Does something for which this must be open and stay open.
     *
     * @throws IllegalStateException if it is closed
     */
    protected final <T> T whileOpen(Supplier<T> work) {
        lifetime.readLock().lock();
        try {
            if (closed) {
                throw new IllegalStateException(name + " is closed");
            }
            return work.get();
        } finally {
            lifetime.readLock().unlock();
        }
    }

    private void walk(ReferenceRows rows, int firstQuery, int count, Block block) {
        whileOpen(() -> {
            products(rows, firstQuery, count, block);
            return null;
        });
    }

    @Override
    public final float[] matrix(Embeddings queries, Embeddings bank) {
        float[] matrix = new float[ReferenceRows.matrixLength(queries, bank)];
        walk(new ReferenceRows(queries, bank), 0, queries.rows(), copyInto(matrix, 0, bank.rows()));
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
            walk(rows, first, count, copyInto(tile, first, bank.rows()));
            consumer.accept(first, count, tile);
        }
    }

    @Override
    public TopK topK(Embeddings queries, Embeddings bank, int k, Exclusion exclusion) {
        TopKLists lists = TopKLists.empty(queries, bank, k, exclusion);
        ReferenceRows rows = new ReferenceRows(queries, bank);
        int places = Math.min(k, Math.max(1, bank.rows()));
        double deviation = deviation(queries.dim());
        for (int first = 0; first < queries.rows(); first += ROWS) {
            int start = first;
            TopKSelector[] selectors = new TopKSelector[Math.min(ROWS, queries.rows() - first)];
            Arrays.setAll(selectors, i -> new TopKSelector(places, deviation, row -> rows.similarity(start + i, row)));
            walk(
                    rows,
                    first,
                    selectors.length,
                    (q, count, firstRow, bankRows, products) -> Parallel.forEach(
                            count,
                            i -> offer(
                                    products,
                                    i * bankRows,
                                    firstRow,
                                    bankRows,
                                    q + i,
                                    exclusion,
                                    selectors[q - start + i])));
            IntStream.range(0, selectors.length)
                    .parallel()
                    .forEach(i -> selectors[i].finish(lists.rows(), lists.similarities(), (start + i) * k));
        }
        return lists.found();
    }

    private static void offer(
            FloatBuffer products,
            int from,
            int firstRow,
            int rows,
            int query,
            Exclusion exclusion,
            TopKSelector selector) {
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
        return (firstQuery, queries, firstRow, rows, products) -> Parallel.forEach(queries, i -> {
            int to = (firstQuery - matrixQuery + i) * columns + firstRow;
            products.get(i * rows, matrix, to, rows);
            for (int j = to; j < to + rows; j++) {
                matrix[j] = Math.max(-1f, Math.min(1f, matrix[j])) + 0f;
            }
        });
    }

    @Override
    public final void close() {
        lifetime.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                release();
            }
        } finally {
            lifetime.writeLock().unlock();
        }
    }
}
