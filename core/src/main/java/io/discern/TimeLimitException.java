package io.discern;

/** A run of a model took longer than it may; fewer inputs at once may fit. */
public final class TimeLimitException extends EncoderException {
    private static final long serialVersionUID = 1L;

    /** Creates it with a message that names the model, the limit and how to raise it, and with what the engine said. */
    public TimeLimitException(String message, Throwable cause) {
        super(message, cause);
    }
}
