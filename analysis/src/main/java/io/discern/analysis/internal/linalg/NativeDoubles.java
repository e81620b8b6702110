package io.discern.analysis.internal.linalg;

import java.nio.DoubleBuffer;
import org.bytedeco.javacpp.DoublePointer;

/**
 * Doubles in native memory, copied in bulk through buffers: an indexer copies one by one, several times slower. One buffer holds less than
 * 2^31 bytes. Safe for concurrent use.
 */
final class NativeDoubles {
    private static final int BITS = 27;
    private static final int OF_BUFFER = 1 << BITS;

    private final DoubleBuffer[] buffers;

    /** The first so many from the pointer's position on; the memory must stay open. */
    NativeDoubles(DoublePointer memory, long count) {
        this.buffers = new DoubleBuffer[(int) ((count + OF_BUFFER - 1) / OF_BUFFER)];
        for (int i = 0; i < buffers.length; i++) {
            long first = memory.position() + (long) i * OF_BUFFER;
            long end = memory.position() + Math.min(count, (i + 1L) * OF_BUFFER);
            buffers[i] = new DoublePointer(memory).position(first).limit(end).asBuffer();
        }
    }

    double get(long index) {
        return buffers[(int) (index >> BITS)].get((int) (index & OF_BUFFER - 1));
    }

    /** Copies so many from an index on. */
    void get(long index, double[] into, int count) {
        for (int done = 0; done < count; ) {
            DoubleBuffer buffer = buffers[(int) (index + done >> BITS)];
            int place = (int) (index + done & OF_BUFFER - 1);
            int some = Math.min(count - done, OF_BUFFER - place);
            buffer.get(place, into, done, some);
            done += some;
        }
    }

    /** Sets so many from an index on. */
    void put(long index, double[] from, int count) {
        for (int done = 0; done < count; ) {
            DoubleBuffer buffer = buffers[(int) (index + done >> BITS)];
            int place = (int) (index + done & OF_BUFFER - 1);
            int some = Math.min(count - done, OF_BUFFER - place);
            buffer.put(place, from, done, some);
            done += some;
        }
    }
}
