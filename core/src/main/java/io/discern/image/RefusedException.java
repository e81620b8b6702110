package io.discern.image;

import java.io.IOException;

/**
 * A reason to refuse a file, on its way from a format's reader to {@link ImageDecoder}, which knows the file's name and makes
 * an {@link ImageReadException} of it.
 */
public final class RefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates one.
     *
     * @param reason what was found, what was expected and what to do; a sentence that follows the file's name
     */
    public RefusedException(String reason) {
        super(reason);
    }

    /** Without a stack trace: what matters is the file, not where its reader stood. */
    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
