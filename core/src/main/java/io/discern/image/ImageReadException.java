package io.discern.image;

import java.io.IOException;

/** A file that is no image, is damaged, is larger than the limits, or has a pixel format without an exact meaning here. */
public final class ImageReadException extends IOException {
    private static final long serialVersionUID = 1L;

    private final String file;
    private final String reason;

    /**
     * Creates one.
     *
     * @param file the path or name that the caller gave
     * @param reason what was found, what was expected and what to do
     * @param cause what the decoder threw, or null
     */
    public ImageReadException(String file, String reason, Throwable cause) {
        super(file + ": " + reason, cause);
        this.file = file;
        this.reason = reason;
    }

    /** The path or name that the caller gave. */
    public String file() {
        return file;
    }

    /** What was found, what was expected and what to do; the message without the file. */
    public String reason() {
        return reason;
    }
}
