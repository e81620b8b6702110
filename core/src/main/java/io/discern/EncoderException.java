package io.discern;

/** The root of what can go wrong while an encoder is found, opened or run. */
public class EncoderException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Creates it with a message that says what failed, what was expected, where, and what to do. */
    public EncoderException(String message) {
        super(message);
    }

    /** Creates it with the failure beneath. */
    public EncoderException(String message, Throwable cause) {
        super(message, cause);
    }
}
