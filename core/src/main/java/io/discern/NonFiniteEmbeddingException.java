package io.discern;

/** An encoder returned NaN or infinity; no such value ever leaves Discern. */
public final class NonFiniteEmbeddingException extends EncoderException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates it for the first offending value.
     *
     * @param encoder the encoder's name
     * @param row the row of the call's result
     * @param component the component of that row
     * @param value the value found
     */
    public NonFiniteEmbeddingException(String encoder, int row, int component, float value) {
        super(encoder + ": embedding of input " + row + " has " + value + " at component " + component
                + "; expected finite values. Check the model's precision and its input normalisation.");
    }
}
