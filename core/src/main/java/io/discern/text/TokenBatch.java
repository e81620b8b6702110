package io.discern.text;

/**
 * Token ids of a batch of texts with their attention mask.
 *
 * @param count the number of texts
 * @param length the common length in tokens, padding included
 * @param ids {@code count x length}, row-major; aliased
 * @param mask 1 for a token, 0 for padding; {@code count x length}, row-major; aliased
 */
public record TokenBatch(int count, int length, long[] ids, long[] mask) {

    /** Checks the sizes. */
    public TokenBatch {
        int expected = Math.multiplyExact(count, length);
        if (ids.length != expected || mask.length != expected) {
            throw new IllegalArgumentException(ids.length + " ids and " + mask.length + " mask values; expected "
                    + count + " x " + length + " = " + expected + " of each");
        }
    }

    /** The shape, {@code {count, length}}. */
    public long[] shape() {
        return new long[] {count, length};
    }

    /** The shape, never the data. */
    @Override
    public String toString() {
        return "TokenBatch[" + count + " x " + length + "]";
    }
}
