package io.discern.internal.model;

import io.discern.text.TokenBatch;
import io.discern.text.Tokenizer;
import java.util.List;

/** A tokenizer that stays somebody else's: closing this does nothing. */
record BorrowedTokenizer(Tokenizer tokenizer) implements Tokenizer {

    @Override
    public TokenBatch tokenize(List<String> texts) {
        return tokenizer.tokenize(texts);
    }
}
