package io.discern.backend.cuda;

/** Device memory that takes embeddings as a tower makes them, one after the other. Used by one thread at a time. */
final class EncodedRows {
    private final Engine.Rows place;
    private final int dim;
    private int taken;

    /**
     * Has room.
     *
     * @param place for how many, and where
     * @param dim of a row
     */
    EncodedRows(Engine.Rows place, int dim) {
        this.place = place;
        this.dim = dim;
    }

    /** Where they are. */
    Engine.Rows place() {
        return place;
    }

    /** How many there are. */
    int taken() {
        return taken;
    }

    /** How many more there is room for. */
    int room() {
        return place.count() - taken;
    }

    /** Forgets those from one on: a run that failed, or what filled up the last one. */
    void cut(int count) {
        taken = count;
    }

    /**
     * Takes what a tower has made; what there is no room for is left out.
     *
     * @param engine of the tower, lane 0 of which has been asked for them
     * @param values as layers give them
     */
    void take(Engine engine, long values, int count) {
        int fit = Math.min(count, room());
        long rowBytes = (long) dim * Float.BYTES;
        if (fit > 0) {
            long pitch = (long) engine.rowStride(dim) * Float.BYTES;
            engine.copyRows(0, values, pitch, place.values() + taken * rowBytes, rowBytes, rowBytes, fit);
        }
        taken += fit;
    }
}
