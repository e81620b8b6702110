package io.discern.backend.cuda;

/**
 * The best rows of each query on one device: the bank streams past a group of queries, piece by piece. Of each piece, products of
 * the chosen precision find candidates; their similarities are computed exactly on the device, which keeps the best so far.
 */
final class DeviceTopK {
    /** Keys of the best rows that come back at a time, so that they fit an array. */
    private static final int MOST_KEYS = 1 << 26;

    private final Engine engine;
    private final RowSource queries;
    private final RowSource bank;
    private final Wanted wanted;
    private final int length;

    /**
     * What is searched for.
     *
     * @param k how many rows, at most {@link CudaSimilarity#MAX_K}
     * @param groups which rows must not find each other
     * @param precision of the products that find candidates
     * @param deviation how far such a product may be from the exact similarity
     */
    record Wanted(int k, RowGroups groups, Precision precision, double deviation) {}

    /**
     * Takes the best rows of some queries.
     *
     * <p>{@code best} holds {@code queries x k} keys, best first, 0 where there are fewer; {@code unsure} for each query whether a
     * list was too short to be sure.
     */
    interface Sink {
        void accept(int firstQuery, int queries, long[] best, boolean[] unsure);
    }

    /** Prepares a search. */
    DeviceTopK(Engine engine, RowSource queries, RowSource bank, Wanted wanted) {
        this.engine = engine;
        this.queries = queries;
        this.bank = bank;
        this.wanted = wanted;
        this.length = engine.listLength(wanted.k());
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

    /**
     * Searches for the queries {@code first} to {@code first + count}.
     *
     * @return how many rows were not finite; the result means nothing where there were any
     */
    int run(int first, int count, Sink sink) {
        int bad = 0;
        for (int done = 0; done < count && bad == 0; ) {
            engine.reset();
            DeviceRows pieces = new DeviceRows(
                    engine, queries.dim(), wanted.precision(), Math.max(queries.rows(), bank.rows()), wanted.groups());
            Engine.Rows[] lanes = {pieces.alloc(0), pieces.alloc(1)};
            int group = Math.min(count - done, groupSize(pieces));
            bad = search(pieces, lanes, first + done, group, sink);
            done += group;
        }
        return bad;
    }

    /** As many queries as the rest of the device memory holds with their lists, in whole tiles. */
    private int groupSize(DeviceRows pieces) {
        int tile = engine.paddedRows(1);
        long free = engine.arenaBytes() - pieces.deviceBytes() - Engine.SLACK;
        long largest = Math.max(tile, Math.min(MOST_KEYS / wanted.k(), queries.rows() + tile - 1) / tile * tile);
        while (largest > tile && bytes((int) largest, pieces) > free) {
            largest = largest / 2 / tile * tile;
        }
        return (int) Math.max(tile, largest);
    }

    private int splits(int count, DeviceRows pieces) {
        return engine.listSplits(count, Math.min(bank.rows(), pieces.rows()), wanted.precision());
    }

    private long bytes(int count, DeviceRows pieces) {
        return pieces.bytes(count)
                + listBytes(count, splits(count, pieces))
                + count * ((long) wanted.k() * Long.BYTES + Integer.BYTES);
    }

    private long listBytes(int count, int splits) {
        return (long) count * splits * length * Long.BYTES;
    }

    private int search(DeviceRows pieces, Engine.Rows[] lanes, int first, int count, Sink sink) {
        int splits = splits(count, pieces);
        Engine.Rows group = pieces.alloc(count, queries, first, wanted.groups().queries());
        long bestBytes = (long) count * wanted.k() * Long.BYTES;
        long lists = cleared(listBytes(count, splits));
        long best = cleared(bestBytes);
        // in whole words of eight bytes
        long unsure = cleared((count + 1) / 2 * (long) Long.BYTES);
        engine.order(0, 1);
        int lane = 0;
        for (int row = 0; row < bank.rows(); row += pieces.rows()) {
            int part = Math.min(pieces.rows(), bank.rows() - row);
            Engine.Rows piece = pieces.send(
                    lane, lanes[lane], bank, row, part, wanted.groups().bank());
            Engine.Search search = new Engine.Search(
                    group,
                    piece,
                    row,
                    queries.dim(),
                    wanted.precision(),
                    wanted.k(),
                    length,
                    splits,
                    wanted.deviation(),
                    lists,
                    best,
                    unsure);
            // the lists have one writer at a time; copying and scaling the next piece need not wait
            engine.order(1 - lane, lane);
            engine.topK(lane, search);
            engine.rank(lane, search);
            lane = 1 - lane;
        }
        engine.order(1 - lane, lane);
        int bad = pieces.notFinite();
        if (bad == 0) {
            long[] keys = engine.words(lane, best, Math.toIntExact(bestBytes / Long.BYTES));
            sink.accept(first, count, keys, flags(engine.words(lane, unsure, (count + 1) / 2), count));
        }
        return bad;
    }

    private long cleared(long bytes) {
        long address = engine.alloc(bytes);
        engine.clear(0, address, bytes);
        return address;
    }

    private static boolean[] flags(long[] words, int count) {
        boolean[] flags = new boolean[count];
        for (int i = 0; i < count; i++) {
            flags[i] = (int) (words[i / 2] >>> (i % 2 * Integer.SIZE)) != 0;
        }
        return flags;
    }
}
