package io.discern;

/**
 * How many inputs one run of an encoder takes.
 *
 * @param inputs so many at most, or always
 * @param exact whether a run always takes so many, so that fewer are filled up and cost as much
 */
public record BatchSize(int inputs, boolean exact) {
    /** What an encoder has that does not say: {@value EncoderConfig#DEFAULT_BATCH_SIZE} at most. */
    public static final BatchSize USUAL = new BatchSize(EncoderConfig.DEFAULT_BATCH_SIZE, false);

    /** Checks the number. */
    public BatchSize {
        if (inputs < 1) {
            throw new IllegalArgumentException("batch of " + inputs + " inputs; expected at least 1");
        }
    }

    /**
     * How many inputs to hand over at once where somebody asks for a number: that number, or the next multiple of
     * {@link #inputs()} where runs are exact, so that nothing is filled up before the end.
     */
    public int covering(int asked) {
        return exact ? Math.multiplyExact(Math.floorDiv(asked - 1, inputs) + 1, inputs) : asked;
    }
}
