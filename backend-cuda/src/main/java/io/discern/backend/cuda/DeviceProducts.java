package io.discern.backend.cuda;

import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/**
 * Products of queries with a bank on one device: the bank streams through both lanes in pieces, so that one piece is copied
 * while the other is multiplied, and the products come back the same way.
 */
final class DeviceProducts {
    /** Queries that are multiplied at a time, unless they are so long that fewer fit the device memory. */
    private static final int QUERIES = 1024;

    private final Engine engine;
    private final RowSource queryRows;
    private final RowSource bankRows;
    private final Precision precision;
    private final RowPieces pieces;
    private final int block;
    private final long queries;
    private final long[] bank = new long[Engine.LANES];
    private final long[] products = new long[Engine.LANES];
    private final Pending[] pending = new Pending[Engine.LANES];
    /** Where the whole bank stays, or 0 where it does not fit and is sent again for every block of queries. */
    private long kept;

    private boolean sent;

    /** Takes the products of some queries with some bank rows, row-major, from position 0; valid during the call. */
    interface Sink {
        void accept(int firstQuery, int queries, int firstRow, int rows, FloatBuffer products);
    }

    /** A piece of the bank whose products are on their way. */
    private record Pending(int firstRow, int rows) {}

    private DeviceProducts(Engine engine, RowSource queryRows, RowSource bankRows, Precision precision) {
        this.engine = engine;
        this.queryRows = queryRows;
        this.bankRows = bankRows;
        this.precision = precision;
        int wanted = Math.min(QUERIES, queryRows.rows());
        pieces = new RowPieces(
                engine, bankRows.dim(), precision, Math.max(wanted, bankRows.rows()), (long) wanted * Float.BYTES);
        int tile = engine.paddedRows(1);
        long tiles = (engine.arenaBytes() - pieces.deviceBytes() - Engine.SLACK)
                / RowPieces.unitBytes(engine, bankRows.dim(), precision, tile);
        block = (int) Math.min(wanted, tiles * tile);
        queries = pieces.allocUnit(block);
        for (int lane = 0; lane < Engine.LANES; lane++) {
            bank[lane] = pieces.allocUnit(pieces.rows());
            products[lane] = engine.alloc((long) block * pieces.rows() * Float.BYTES);
        }
        long whole = RowPieces.unitBytes(engine, bankRows.dim(), precision, bankRows.rows());
        long used = pieces.deviceBytes() + RowPieces.unitBytes(engine, bankRows.dim(), precision, block) + Engine.SLACK;
        if (queryRows.rows() > block && whole <= engine.arenaBytes() - used) {
            kept = engine.alloc(whole);
        }
    }

    /** Makes all products of the queries {@code first} to {@code first + count}, each once. */
    static void run(
            Engine engine, RowSource queries, RowSource bank, Precision precision, int first, int count, Sink sink) {
        engine.reset();
        DeviceProducts run = new DeviceProducts(engine, queries, bank, precision);
        for (int query = first; query < first + count; query += run.block) {
            run.block(query, Math.min(run.block, first + count - query), sink);
        }
    }

    private void block(int firstQuery, int count, Sink sink) {
        if (queryRows.held().isPresent()) {
            pieces.scale(0, queryRows.address(firstQuery), count, queries);
            engine.order(0, 1);
        } else {
            pieces.sendAll(queryRows.values(), firstQuery, count, queries);
        }
        int lane = 0;
        for (int row = 0; row < bankRows.rows(); row += pieces.rows()) {
            deliver(lane, firstQuery, count, sink);
            int part = Math.min(pieces.rows(), bankRows.rows() - row);
            long unit = kept == 0 ? bank[lane] : kept + RowPieces.unitBytes(engine, bankRows.dim(), precision, row);
            if (!sent) {
                send(lane, row, part, unit);
            }
            engine.cosine(lane, queries, count, unit, part, bankRows.dim(), precision, products[lane]);
            engine.download(lane, products[lane], pieces.end(), (long) count * part * Float.BYTES);
            pending[lane] = new Pending(row, part);
            lane = 1 - lane;
        }
        deliver(lane, firstQuery, count, sink);
        deliver(1 - lane, firstQuery, count, sink);
        sent = kept != 0;
    }

    private void send(int lane, int row, int count, long unit) {
        if (bankRows.held().isPresent()) {
            pieces.scale(lane, bankRows.address(row), count, unit);
        } else {
            pieces.send(lane, bankRows.values(), row, count, unit);
        }
    }

    /** Hands on what comes back on a lane, if anything does. */
    private void deliver(int lane, int firstQuery, int count, Sink sink) {
        Pending piece = pending[lane];
        if (piece != null) {
            pending[lane] = null;
            engine.await(lane);
            FloatBuffer found = engine.staging(lane)
                    .position((int) pieces.end())
                    .slice()
                    .order(ByteOrder.nativeOrder())
                    .asFloatBuffer();
            sink.accept(firstQuery, count, piece.firstRow(), piece.rows(), found.limit(count * piece.rows()));
        }
    }
}
