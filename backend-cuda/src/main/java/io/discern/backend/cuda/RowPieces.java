package io.discern.backend.cuda;

import io.discern.EncoderException;

/**
 * Brings rows to a device in pieces that fit a lane's staging memory, and scales them to unit length there. A piece has whole
 * tiles of rows, so that the zeros that pad the last tile never fall on another piece's rows; where not even a tile fits, it
 * passes through the staging memory some rows at a time.
 */
final class RowPieces {
    private final Engine engine;
    private final int dim;
    private final Precision precision;
    private final long reserved;
    private final long[] raw = new long[Engine.LANES];
    private final long report;
    private final int rows;
    private final int staged;

    /**
     * Reserves the device memory of both lanes' pieces.
     *
     * @param mostRows no piece will have more
     * @param reserved bytes of staging memory, after the rows, and of device memory for every row beside the row itself
     * @throws EncoderException if the device has no memory for tiles of such rows
     */
    RowPieces(Engine engine, int dim, Precision precision, int mostRows, long reserved) {
        this.engine = engine;
        this.dim = dim;
        this.precision = precision;
        this.reserved = reserved;
        int tile = engine.paddedRows(1);
        long unitBytes = (long) engine.rowStride(dim) * precision.bytes();
        long fit = engine.stagingBytes() / Math.max(rowBytes() + reserved, unitBytes) / tile * tile;
        this.rows = (int) Math.min(Math.max(fit, tile), engine.paddedRows(mostRows));
        this.staged = (int) Math.min(rows, (engine.stagingBytes() - rows * reserved) / rowBytes());
        long least = deviceBytes() + unitBytes(engine, dim, precision, tile) + Engine.SLACK;
        if (staged < 1 || least > engine.arenaBytes()) {
            throw new EncoderException("rows of dimension " + dim + " need " + least + " bytes of device memory and "
                    + (rowBytes() + rows * reserved) + " of staging memory; expected at most " + engine.arenaBytes()
                    + " and "
                    + engine.stagingBytes() + ". Open the device with more, or use java similarity.");
        }
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
        return staged * rowBytes();
    }

    /** Bytes of device memory for both lanes' pieces: as they come, as unit rows, and what is reserved for them. */
    long deviceBytes() {
        return Engine.LANES * (rows * (rowBytes() + reserved) + unitBytes(engine, dim, precision, rows));
    }

    /** Device memory for so many unit rows. */
    long allocUnit(int count) {
        return engine.alloc(unitBytes(engine, dim, precision, count));
    }

    /** Bytes of so many unit rows on the device. */
    static long unitBytes(Engine engine, int dim, Precision precision, int count) {
        return (long) engine.paddedRows(count) * engine.rowStride(dim) * precision.bytes();
    }

    /** Where a lane's rows are on the device, as they came, until the next come along it. */
    long raw(int lane) {
        return raw[lane];
    }

    /** Waits for the lane, then sends one piece of rows along it. */
    void send(int lane, float[] values, int first, int count, long unit) {
        send(lane, values, first, count, unit, raw[lane]);
    }

    private void send(int lane, float[] values, int first, int count, long unit, long raw) {
        for (int done = 0; done < count; done += staged) {
            int part = Math.min(staged, count - done);
            engine.await(lane);
            HostCopies.copy(
                    values,
                    (first + done) * dim,
                    part * dim,
                    engine.staging(lane).asFloatBuffer());
            engine.upload(lane, 0, raw + done * rowBytes(), part * rowBytes());
        }
        engine.unitRows(lane, raw, count, dim, precision, unit, report);
    }

    /** Scales rows that the device has already. */
    void scale(int lane, long values, int count, long unit) {
        engine.unitRows(lane, values, count, dim, precision, unit, report);
    }

    /** How many rows so far had a value that is not finite. */
    int notFinite() {
        return (int) (engine.words(0, report, 1)[0] >>> Integer.SIZE);
    }

    /** Sends any number of rows, by both lanes in turn; afterwards both lanes have them. */
    void sendAll(float[] values, int first, int count, long unit) {
        sendAll(values, first, count, unit, 0);
    }

    /**
     * Sends any number of rows that stay as they come, too.
     *
     * @param kept where they stay, or 0
     */
    void sendAll(float[] values, int first, int count, long unit, long kept) {
        int lane = 0;
        for (int done = 0; done < count; done += rows) {
            int part = Math.min(rows, count - done);
            long raw = kept == 0 ? this.raw[lane] : kept + done * rowBytes();
            send(lane, values, first + done, part, unit + unitBytes(engine, dim, precision, done), raw);
            lane = 1 - lane;
        }
        engine.order(0, 1);
        engine.order(1, 0);
    }
}
