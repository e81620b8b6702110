package io.discern.backend.cuda;

import io.discern.similarity.ReferenceRows;

/**
 * The best rows of each query on one device: the bank streams past a group of queries, piece by piece, and only the lists of
 * the best so far are kept.
 */
final class DeviceTopK {
    private final Engine engine;
    private final ReferenceRows rows;
    private final int excludedShift;
    private final int length;

    /**
     * Takes the lists of some queries.
     *
     * <p>{@code keys} holds {@code splits x queries x length} keys, each list best first and 0 where it is not full.
     */
    interface Sink {
        void accept(int firstQuery, int queries, Engine.ListShape shape, long[] keys);
    }

    /**
     * Prepares a search.
     *
     * @param k how many rows are wanted; at most 272
     * @param excludeSelf whether a query must not find the bank row of its own number
     */
    DeviceTopK(Engine engine, ReferenceRows rows, int k, boolean excludeSelf) {
        this.engine = engine;
        this.rows = rows;
        this.excludedShift = excludeSelf ? 0 : Engine.NOTHING_EXCLUDED;
        this.length = engine.listLength(k);
    }

    /** The similarity of a key. */
    static float similarity(long key) {
        int bits = (int) (key >>> 32);
        return Float.intBitsToFloat(bits < 0 ? bits & Integer.MAX_VALUE : ~bits);
    }

    /** The bank row of a key. */
    static int row(long key) {
        return ~(int) key;
    }

    /** Searches for the queries {@code first} to {@code first + count}. */
    void run(int first, int count, Sink sink) {
        int mostRows = Math.max(rows.queryRows(), rows.bankRows());
        for (int done = 0; done < count; ) {
            engine.reset();
            RowPieces pieces = new RowPieces(engine, rows.dim(), Precision.FLOAT32, mostRows, 0);
            long[] bank = {pieces.allocUnit(pieces.rows()), pieces.allocUnit(pieces.rows())};
            int group = Math.min(count - done, groupSize(pieces));
            Engine.ListShape shape = new Engine.ListShape(length, engine.listSplits(group, pieces.rows()));
            long[] keys = search(pieces, bank, first + done, group, shape);
            sink.accept(first + done, group, shape, keys);
            done += group;
        }
    }

    /** As many queries as the rest of the device memory holds with their lists, in whole tiles. */
    private int groupSize(RowPieces pieces) {
        int tile = engine.paddedRows(1);
        long free = engine.arenaBytes() - pieces.deviceBytes() - Engine.SLACK;
        long largest = Math.max(tile, Math.min(Integer.MAX_VALUE / length, rows.queryRows() + tile - 1) / tile * tile);
        while (largest > tile && bytes((int) largest, pieces) > free) {
            largest = largest / 2 / tile * tile;
        }
        return (int) Math.max(tile, largest);
    }

    private long bytes(int queries, RowPieces pieces) {
        return RowPieces.unitBytes(engine, rows.dim(), Precision.FLOAT32, queries)
                + new Engine.ListShape(length, engine.listSplits(queries, pieces.rows())).bytes(queries);
    }

    private long[] search(RowPieces pieces, long[] bank, int first, int count, Engine.ListShape shape) {
        long queries = pieces.allocUnit(count);
        long lists = engine.alloc(shape.bytes(count));
        engine.clear(0, lists, shape.bytes(count));
        pieces.sendAll(rows.queryValues(), first, count, queries);
        int shift = excludedShift == Engine.NOTHING_EXCLUDED ? excludedShift : first;
        int lane = 0;
        for (int row = 0; row < rows.bankRows(); row += pieces.rows()) {
            int part = Math.min(pieces.rows(), rows.bankRows() - row);
            pieces.send(lane, rows.bankValues(), row, part, bank[lane]);
            // the lists have one writer at a time; copying and scaling the next piece need not wait
            engine.order(1 - lane, lane);
            int pieceShift = shift == Engine.NOTHING_EXCLUDED ? shift : shift - row;
            engine.topK(lane, queries, count, bank[lane], part, rows.dim(), row, pieceShift, shape, lists);
            lane = 1 - lane;
        }
        engine.order(1 - lane, lane);
        return engine.words(lane, lists, Math.toIntExact(shape.bytes(count) / Long.BYTES));
    }
}
