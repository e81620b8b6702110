package io.discern.backend.cuda;

import java.nio.ByteOrder;

/**
 * Brings rows to a device for a search: as unit rows, as they are, with their lengths and groups. Of rows that the device keeps only
 * the groups are sent.
 */
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
                pieces.allocUnit(count), values, engine.alloc((long) count * Double.BYTES), allocGroups(count), count);
    }

    private long allocGroups(int count) {
        return grouped ? engine.alloc((long) count * Integer.BYTES) : 0;
    }

    /** Device memory with rows in it, any number; both lanes have them. */
    Engine.Rows alloc(int count, RowSource rows, int first, int[] groups) {
        Engine.Rows all = rows.held().isPresent()
                ? kept(
                        0,
                        rows,
                        first,
                        new Engine.Rows(isKept(first) ? 0 : pieces.allocUnit(count), 0, 0, allocGroups(count), count))
                : sent(count, rows, first);
        for (int done = 0; grouped && done < count; done += pieces.rows()) {
            int part = Math.min(pieces.rows(), count - done);
            engine.await(0);
            sendGroups(0, groups, first + done, part, all.groups() + (long) done * Integer.BYTES);
        }
        engine.order(0, 1);
        return all;
    }

    private Engine.Rows sent(int count, RowSource rows, int first) {
        Engine.Rows all = alloc(count, engine.alloc((long) count * dim * Float.BYTES));
        pieces.sendAll(rows.values(), first, count, all.unit(), all.values());
        engine.norms(0, all.values(), count, dim, all.norms());
        return all;
    }

    /** Whether the device keeps unit rows that begin with that one: whole tiles of the same precision. */
    private boolean isKept(int first) {
        return precision == HeldRows.PRECISION && first % engine.paddedRows(1) == 0;
    }

    /** Rows that the device keeps; unit rows are made where it does not keep them so. */
    private Engine.Rows kept(int lane, RowSource rows, int first, Engine.Rows to) {
        Engine.Rows held = rows.held().orElseThrow();
        long unit = to.unit();
        if (isKept(first)) {
            unit = held.unit() + RowPieces.unitBytes(engine, dim, precision, first);
        } else {
            pieces.scale(lane, rows.address(first), to.count(), unit);
        }
        long norms = held.norms() + (long) first * Double.BYTES;
        return new Engine.Rows(unit, rows.address(first), norms, to.groups(), to.count());
    }

    /** Waits for the lane, then sends a piece of rows along it. */
    Engine.Rows send(int lane, Engine.Rows to, RowSource rows, int first, int count, int[] groups) {
        if (grouped) {
            engine.await(lane);
            sendGroups(lane, groups, first, count, to.groups());
        }
        if (rows.held().isPresent()) {
            return kept(lane, rows, first, new Engine.Rows(to.unit(), 0, 0, to.groups(), count));
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
