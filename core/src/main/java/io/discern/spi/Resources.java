package io.discern.spi;

import io.discern.EncoderException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Things to close together, the last one first; each is closed even if another fails. Closing again does nothing. Used by one
 * thread at a time.
 */
public final class Resources implements AutoCloseable {
    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    /** Nothing to close yet. */
    public Resources() {}

    /** Takes over the closing of a thing, and returns it. */
    public <T extends AutoCloseable> T add(T thing) {
        open.push(thing);
        return thing;
    }

    /** Closes everything because of that failure, which keeps what goes wrong meanwhile as suppressed. */
    public void closeAfter(Throwable failure) {
        try {
            close();
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    @Override
    public void close() {
        EncoderException failure = null;
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception e) {
                failure = failure == null ? new EncoderException("cannot release " + e.getMessage(), e) : failure;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
