package io.discern.hub;

import java.io.IOException;

/** A connection that could not be made or broke off: worth another attempt, unlike an answer that refuses. */
final class BrokenConnection extends IOException {
    private static final long serialVersionUID = 1L;

    BrokenConnection(String message) {
        super(message);
    }

    BrokenConnection(IOException cause) {
        super(String.valueOf(cause.getMessage()), cause);
    }
}
