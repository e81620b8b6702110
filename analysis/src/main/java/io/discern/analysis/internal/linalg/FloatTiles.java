package io.discern.analysis.internal.linalg;

import io.discern.internal.Parallel;
import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;

/** Rows rounded to float32, in native memory, seen as tiles of {@link #TILE} rows. */
public final class FloatTiles implements AutoCloseable {
    /** The rows of a tile, but for the last. */
    public static final int TILE = 1024;

    private final int count;
    private final int dim;
    private final FloatPointer values;

    private FloatTiles(int count, int dim) {
        this.count = count;
        this.dim = dim;
        this.values = new FloatPointer(Math.max(1, (long) count * dim));
    }

    /** Reads all rows. */
    public static FloatTiles of(Rows rows) {
        FloatTiles tiles = new FloatTiles(rows.count(), rows.dim());
        Parallel.forEach(tiles.tiles(), tile -> read(rows, tile, tiles.tile(tile)));
        return tiles;
    }

    /** Reads the rows of one tile to a place; its position stays. */
    public static void read(Rows rows, int tile, FloatPointer into) {
        Rows.Rounded rounded = rows.rounded();
        float[] row = new float[rows.dim()];
        int count = rows(rows.count(), tile);
        FloatBuffer place = new FloatPointer(into)
                .limit(into.position() + (long) count * row.length)
                .asBuffer();
        for (int i = 0; i < count; i++) {
            rounded.read(tile * TILE + i, row);
            place.put(i * row.length, row);
        }
    }

    /** How many tiles so many rows have. */
    public static int tiles(int count) {
        return (count + TILE - 1) / TILE;
    }

    /** The rows of a tile of so many. */
    public static int rows(int count, int tile) {
        return Math.min(TILE, count - tile * TILE);
    }

    /** The number of tiles. */
    public int tiles() {
        return tiles(count);
    }

    /** The number of rows. */
    public int rows() {
        return count;
    }

    /** The number of rows of a tile. */
    public int rows(int tile) {
        return rows(count, tile);
    }

    /** The length of a row. */
    public int dim() {
        return dim;
    }

    /** The first value of a tile; a pointer of its own. */
    public FloatPointer tile(int tile) {
        return new FloatPointer(values).position((long) tile * TILE * dim);
    }

    /** Frees the memory. Idempotent. */
    @Override
    public void close() {
        values.close();
    }
}
