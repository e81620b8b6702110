package io.discern.run;

import io.discern.EncoderException;
import java.util.BitSet;

/** Takes rows that are embedded elsewhere, and sees to it that no image is told of twice, or not at all. */
final class PlacedRows implements DatasetEncoder.Rows {
    private final CollectedRows rows;
    private final String encoder;
    private final BitSet told = new BitSet();

    PlacedRows(CollectedRows rows, String encoder) {
        this.rows = rows;
        this.encoder = encoder;
    }

    @Override
    public synchronized void add(int place, float[] embedding) {
        requireFirst(place);
        if (embedding.length != rows.dim()) {
            throw new EncoderException(encoder + " gave " + embedding.length + " components for image " + name(place)
                    + "; expected " + rows.dim());
        }
        rows.add(place, embedding, 0);
    }

    @Override
    public synchronized void fail(int place, String reason) {
        requireFirst(place);
        rows.fail(place, reason);
    }

    private void requireFirst(int place) {
        if (told.get(place)) {
            throw new EncoderException(encoder + " told of image " + name(place) + " twice; expected each once");
        }
        told.set(place);
    }

    private String name(int place) {
        return "'" + rows.images().images().get(place).id() + "'";
    }

    /** When all should have been told of. */
    synchronized void finish() {
        int missing = told.nextClearBit(0);
        if (missing < rows.images().size()) {
            throw new EncoderException(encoder + " told nothing of image " + name(missing)
                    + "; expected an embedding or a reason for each of the "
                    + rows.images().size());
        }
        rows.settle(missing);
    }
}
