package io.discern.internal.hub;

import java.io.IOException;
import java.time.Duration;

/** A connection that could not be made, broke off or fell silent: worth another attempt, unlike an answer that refuses. */
final class BrokenConnection extends IOException {
    private static final long serialVersionUID = 1L;

    BrokenConnection(String message) {
        super(message);
    }

    BrokenConnection(String host, Throwable cause) {
        super(
                host + ": " + (cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage()),
                cause);
    }

    /** A connection over which nothing came for too long. */
    static BrokenConnection silent(String host, Duration silence) {
        return new BrokenConnection(host + " sent nothing for " + silence.toMillis() / 1000.0 + " s");
    }
}
