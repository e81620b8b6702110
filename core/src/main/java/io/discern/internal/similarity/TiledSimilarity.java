package io.discern.internal.similarity;

import java.nio.FloatBuffer;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The base of a similarity that multiplies tiles of unit rows in float32: it scales the rows and walks the tiles. A subclass
 * says how rows reach its device and how two tiles are multiplied.
 *
 * <p>Memory beside the inputs is that of one tile of queries, one of the bank and their products, {@value #ROWS} rows each;
 * never the whole matrix. A product differs from the reference by {@link #deviation} at most, and {@link #topK} computes
 * exactly what is nearer than that to a tie ({@link TopKSelector}), so that it equals the reference's. Calls may overlap.
 */
public abstract class TiledSimilarity extends BlockSimilarity {
    private final ConcurrentLinkedQueue<TileBuffers> idle = new ConcurrentLinkedQueue<>();

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
        super(name);
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
    protected abstract void multiply(Tile queries, int queryRows, Tile bank, int bankRows, FloatBuffer products);

    @Override
    protected final void products(ReferenceRows rows, int firstQuery, int queryCount, Block block) {
        TileBuffers pooled = idle.poll();
        TileBuffers buffers = pooled != null ? pooled : new TileBuffers();
        try {
            for (int q = firstQuery; q < firstQuery + queryCount; q += ROWS) {
                int count = Math.min(ROWS, firstQuery + queryCount - q);
                try (Tile queryTile = load(buffers.queries(rows, q, count), count, rows.dim())) {
                    for (int b = 0; b < rows.bankRows(); b += ROWS) {
                        int bankRows = Math.min(ROWS, rows.bankRows() - b);
                        FloatBuffer products = buffers.products(count * bankRows);
                        try (Tile bankTile = load(buffers.bank(rows, b, bankRows), bankRows, rows.dim())) {
                            multiply(queryTile, count, bankTile, bankRows, products);
                        }
                        block.accept(q, count, b, bankRows, products);
                    }
                }
            }
        } finally {
            idle.add(buffers);
        }
    }
}
