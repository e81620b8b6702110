package io.discern.backend.cuda;

import io.discern.Embeddings;
import io.discern.internal.similarity.ReferenceRows;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Rows that devices keep until they are given back: as they are, with their lengths, and as unit rows of {@link #PRECISION}, which
 * is what a search asks for first; unit rows of another precision are made of these again. Used under the lock of the devices.
 */
final class HeldRows {
    /** That of the unit rows. */
    static final Precision PRECISION = Precision.FLOAT16;

    private final Map<Engine, Engine.Rows> places = new IdentityHashMap<>();

    /** How many want them. */
    private int users = 1;

    /**
     * Sends rows to every device.
     *
     * @throws io.discern.EncoderException if one has no memory for them; none keeps anything then
     * @throws IllegalArgumentException if a value is not finite
     */
    static HeldRows send(List<Engine> engines, Embeddings rows) {
        HeldRows held = new HeldRows();
        try {
            for (Engine engine : engines) {
                held.send(engine, rows);
            }
            return held;
        } catch (RuntimeException | Error refused) {
            held.release();
            throw refused;
        }
    }

    /**
     * Takes rows over that a device has already.
     *
     * @param place that {@link #reserve} gave, with the rows as they are
     * @param rows the same, as the host has them
     * @throws IllegalArgumentException if a value is not finite
     */
    static HeldRows of(Engine engine, Engine.Rows place, Embeddings rows) {
        HeldRows held = new HeldRows();
        engine.reset();
        RowPieces pieces = new RowPieces(engine, rows.dim(), PRECISION, rows.rows(), 0);
        pieces.scale(0, place.values(), rows.rows(), place.unit());
        finish(engine, pieces, place, rows);
        held.places.put(engine, place);
        return held;
    }

    /** Memory beside the arena for rows, unit rows and lengths; {@link Engine#release} gives it back by the address of the values. */
    static Engine.Rows reserve(Engine engine, int count, int dim) {
        long values = aligned((long) count * dim * Float.BYTES);
        long unit = aligned(RowPieces.unitBytes(engine, dim, PRECISION, count));
        long address = engine.hold(values + unit + (long) count * Double.BYTES);
        return new Engine.Rows(address + values, address, address + values + unit, 0, count);
    }

    private void send(Engine engine, Embeddings rows) {
        int count = rows.rows();
        engine.reset();
        RowPieces pieces = new RowPieces(engine, rows.dim(), PRECISION, count, 0);
        Engine.Rows place = reserve(engine, count, rows.dim());
        places.put(engine, place);
        pieces.sendAll(rows.values(), 0, count, place.unit(), place.values());
        finish(engine, pieces, place, rows);
    }

    private static void finish(Engine engine, RowPieces pieces, Engine.Rows place, Embeddings rows) {
        engine.norms(0, place.values(), rows.rows(), rows.dim(), place.norms());
        if (pieces.notFinite() > 0) {
            // says which value it is
            new ReferenceRows(rows, rows);
            throw new IllegalStateException(rows + ": lengths overflow on the device");
        }
    }

    private static long aligned(long bytes) {
        return (bytes + 255) / 256 * 256;
    }

    /** Where a device has them. */
    Optional<Engine.Rows> on(Engine engine) {
        return Optional.ofNullable(places.get(engine));
    }

    /** Somebody else wants them, too. */
    void share() {
        users++;
    }

    /** Whether nobody wants them any more now that one does not. */
    boolean leave() {
        return --users == 0;
    }

    /** Gives them back. */
    void release() {
        places.forEach((engine, place) -> engine.release(place.values()));
        places.clear();
    }
}
