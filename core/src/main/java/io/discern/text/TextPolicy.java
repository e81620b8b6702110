package io.discern.text;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How a published encoder takes texts.
 *
 * @param tokenizer what its tokens are, for people
 * @param context the most tokens, special ones included
 * @param padToContext whether every text is padded to the context, and not only to the longest of its batch
 * @param padId the id of padding; empty where the model has a mask and any id will do
 * @param cleaning what is done to a text before its tokenizer
 * @param strippedSeparator the text of a token that is replaced by padding after the tokenizer; empty where all stay
 * @param pooling how an output of one vector a token becomes the embedding; empty if the model pools itself
 */
public record TextPolicy(
        String tokenizer,
        int context,
        boolean padToContext,
        OptionalInt padId,
        Cleaning cleaning,
        Optional<String> strippedSeparator,
        Optional<Pooling> pooling) {

    /** Checks the values. */
    public TextPolicy {
        Objects.requireNonNull(tokenizer, "tokenizer");
        Objects.requireNonNull(cleaning, "cleaning");
        Objects.requireNonNull(strippedSeparator, "strippedSeparator");
        Objects.requireNonNull(pooling, "pooling");
        if (context < 1) {
            throw new IllegalArgumentException("context " + context + "; expected at least 1");
        }
    }
}
