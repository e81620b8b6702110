package io.discern.image;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.Semaphore;

/**
 * Large images wait for one another: all that are decoded at a time have, together, no more pixels than one alone may have, however
 * many threads decode.
 */
final class DecodeTurn {
    private static final int UNIT = 1 << 14;
    private static final int UNITS = (int) Math.max(1, ImageLimits.standard().maxPixels() / UNIT);
    private static final Semaphore FREE = new Semaphore(UNITS, true);

    private DecodeTurn() {}

    /** Decodes something. */
    interface Work<T> {
        T done() throws IOException;
    }

    /** Waits until so many pixels may be decoded, then does it. */
    static <T> T take(long pixels, Work<T> work) throws IOException {
        int units = (int) Math.max(1, Math.min(UNITS, pixels / UNIT));
        try {
            FREE.acquire(units);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("decoding was interrupted");
        }
        try {
            return work.done();
        } finally {
            FREE.release(units);
        }
    }
}
