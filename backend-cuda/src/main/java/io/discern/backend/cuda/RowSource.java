package io.discern.backend.cuda;

import io.discern.Embeddings;
import java.util.Optional;

/**
 * Rows for a device: where the host has them, and where the device has them if it keeps them ({@link HeldRows}).
 *
 * @param values row-major; aliased
 * @param dim of a row
 * @param rows how many
 * @param held on the device
 */
record RowSource(float[] values, int dim, int rows, Optional<Engine.Rows> held) {

    /** Rows that the device does not keep. */
    static RowSource of(Embeddings rows) {
        return new RowSource(rows.values(), rows.dim(), rows.rows(), Optional.empty());
    }

    /** Where a kept row begins on the device. */
    long address(int row) {
        return held.orElseThrow().values() + (long) row * dim * Float.BYTES;
    }
}
