package io.discern.text;

import java.util.List;

/**
 * Turns texts into the token ids that a text tower was trained on. Implementations are safe for concurrent use.
 */
public interface Tokenizer extends AutoCloseable {

    /**
     * Tokenizes texts to one common length.
     *
     * @param texts the texts, at least one
     * @return ids and mask, row {@code i} for text {@code i}
     * @throws IllegalArgumentException if a text does not fit the context and truncation was not asked for
     */
    TokenBatch tokenize(List<String> texts);

    /** Releases what the tokenizer holds; idempotent. */
    @Override
    default void close() {}
}
