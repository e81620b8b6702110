package io.discern.backend.cuda;

import io.discern.EncoderException;
import java.nio.FloatBuffer;

/**
 * Brings rows to a device in pieces that fit a lane's staging memory, and scales them to unit length there. A piece has whole
 * tiles of rows, so that the zeros that pad the last tile never fall on another piece's rows.
 */
final class RowPieces {
    private final Engine engine;
    private final int dim;
    private final Precision precision;
    private final long[] raw = new long[Engine.LANES];
    private final long report;
    private final int rows;

    /**
     * Reserves the device memory of both lanes' pieces.
     *
     * @param mostRows no piece will have more
     * @param reserved bytes of staging memory for every row beside the row itself, after the rows
     * @throws EncoderException if a tile of rows does not fit
     */
    RowPieces(Engine engine, int dim, Precision precision, int mostRows, long reserved) {
        this.engine = engine;
        this.dim = dim;
        this.precision = precision;
        int tile = engine.paddedRows(1);
        long unitBytes = (long) engine.rowStride(dim) * precision.bytes();
        long fit = engine.stagingBytes() / Math.max(rowBytes() + reserved, unitBytes) / tile * tile;
        if (fit < tile) {
            throw new EncoderException("rows of dimension " + dim + "; expected at most "
                    + (engine.stagingBytes() / tile - reserved) / Float.BYTES + ", so that " + tile
                    + " rows fit the staging memory of " + engine.stagingBytes() + " bytes");
        }
        this.rows = (int) Math.min(fit, engine.paddedRows(mostRows));
        for (int lane = 0; lane < raw.length; lane++) {
            raw[lane] = engine.alloc(rows * rowBytes());
        }
        report = engine.alloc(2 * Integer.BYTES);
        engine.clear(0, report, 2 * Integer.BYTES);
        engine.order(0, 1);
    }

    private long rowBytes() {
        return (long) dim * Float.BYTES;
    }

    /** The most rows of a piece. */
    int rows() {
        return rows;
    }

    /** Where a piece's rows end in the staging memory, whatever their number. */
    long end() {
        return rows * rowBytes();
    }

    /** Device memory for so many unit rows. */
    long allocUnit(int count) {
        return engine.alloc(unitBytes(engine, dim, precision, count));
    }

    /** Bytes of so many unit rows on the device. */
    static long unitBytes(Engine engine, int dim, Precision precision, int count) {
        return (long) engine.paddedRows(count) * engine.rowStride(dim) * precision.bytes();
    }

    /** Waits for the lane, then sends one piece of rows along it. */
    void send(int lane, float[] values, int first, int count, long unit) {
        engine.await(lane);
        FloatBuffer staging = engine.staging(lane).asFloatBuffer();
        staging.put(values, first * dim, count * dim);
        engine.upload(lane, 0, raw[lane], count * rowBytes());
        engine.unitRows(lane, raw[lane], count, dim, precision, unit, report);
    }

    /** Sends any number of rows, by both lanes in turn; afterwards both lanes have them. */
    void sendAll(float[] values, int first, int count, long unit) {
        int lane = 0;
        for (int done = 0; done < count; done += rows) {
            int part = Math.min(rows, count - done);
            send(lane, values, first + done, part, unit + unitBytes(engine, dim, precision, done));
            lane = 1 - lane;
        }
        engine.order(0, 1);
        engine.order(1, 0);
    }
}
