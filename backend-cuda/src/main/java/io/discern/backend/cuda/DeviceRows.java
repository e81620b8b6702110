package io.discern.backend.cuda;

import io.discern.Embeddings;
import java.nio.ByteOrder;

/** Brings rows to a device for a search: as unit rows, as they are, with their lengths and groups. */
final class DeviceRows {
    /** Device memory of a row beside the row itself and its unit row: its length and its group. */
    private static final int FACTS = Double.BYTES + Integer.BYTES;

    private final Engine engine;
    private final int dim;
    private final Precision precision;
    private final boolean grouped;
    private final RowPieces pieces;

    /**
     * Reserves the device memory that both lanes' rows pass through.
     *
     * @param mostRows no piece will have more
     * @param groups whether rows have some
     */
    DeviceRows(Engine engine, int dim, Precision precision, int mostRows, RowGroups groups) {
        this.engine = engine;
        this.dim = dim;
        this.precision = precision;
        this.grouped = groups.exclude();
        this.pieces = new RowPieces(engine, dim, precision, mostRows, FACTS);
    }

    /** The most rows of a piece. */
    int rows() {
        return pieces.rows();
    }

    /** Bytes of device memory of both lanes' pieces. */
    long deviceBytes() {
        return pieces.deviceBytes();
    }

    /** Bytes of device memory that so many rows take. */
    long bytes(int count) {
        return count * ((long) dim * Float.BYTES + FACTS) + RowPieces.unitBytes(engine, dim, precision, count);
    }

    /** How many rows so far had a value that is not finite. */
    int notFinite() {
        return pieces.notFinite();
    }

    /** Device memory for a lane's pieces. */
    Engine.Rows alloc(int lane) {
        return alloc(pieces.rows(), pieces.raw(lane));
    }

    private Engine.Rows alloc(int count, long values) {
        return new Engine.Rows(
                pieces.allocUnit(count),
                values,
                engine.alloc((long) count * Double.BYTES),
                grouped ? engine.alloc((long) count * Integer.BYTES) : 0,
                count);
    }

    /** Device memory with rows in it, any number; both lanes have them. */
    Engine.Rows alloc(int count, Embeddings rows, int first, int[] groups) {
        Engine.Rows all = alloc(count, engine.alloc((long) count * dim * Float.BYTES));
        for (int done = 0; grouped && done < count; done += pieces.rows()) {
            int part = Math.min(pieces.rows(), count - done);
            engine.await(0);
            sendGroups(0, groups, first + done, part, all.groups() + (long) done * Integer.BYTES);
        }
        pieces.sendAll(rows.values(), first, count, all.unit(), all.values());
        engine.norms(0, all.values(), count, dim, all.norms());
        engine.order(0, 1);
        return all;
    }

    /** Waits for the lane, then sends a piece of rows along it. */
    Engine.Rows send(int lane, Engine.Rows to, Embeddings rows, int first, int count, int[] groups) {
        if (grouped) {
            engine.await(lane);
            sendGroups(lane, groups, first, count, to.groups());
        }
        pieces.send(lane, rows.values(), first, count, to.unit());
        engine.norms(lane, to.values(), count, dim, to.norms());
        return new Engine.Rows(to.unit(), to.values(), to.norms(), to.groups(), count);
    }

    /** Groups go through the staging memory behind the rows. */
    private void sendGroups(int lane, int[] groups, int first, int count, long address) {
        engine.staging(lane)
                .position((int) pieces.end())
                .slice()
                .order(ByteOrder.nativeOrder())
                .asIntBuffer()
                .put(groups, first, count);
        engine.upload(lane, pieces.end(), address, (long) count * Integer.BYTES);
    }
}
