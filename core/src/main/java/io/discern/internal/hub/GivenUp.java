package io.discern.internal.hub;

import java.io.IOException;

/** A download that ended before its end: what has arrived is good, and the next one goes on from there. */
final class GivenUp extends IOException {
    private static final long serialVersionUID = 1L;

    GivenUp(String message, Throwable cause) {
        super(message, cause);
    }
}
