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

    private void send(Engine engine, Embeddings rows) {
        int count = rows.rows();
        int dim = rows.dim();
        engine.reset();
        RowPieces pieces = new RowPieces(engine, dim, PRECISION, count, 0);
        long values = aligned((long) count * dim * Float.BYTES);
        long unit = aligned(RowPieces.unitBytes(engine, dim, PRECISION, count));
        long address = engine.hold(values + unit + (long) count * Double.BYTES);
        Engine.Rows place = new Engine.Rows(address + values, address, address + values + unit, 0, count);
        places.put(engine, place);
        pieces.sendAll(rows.values(), 0, count, place.unit(), place.values());
        engine.norms(0, place.values(), count, dim, place.norms());
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
