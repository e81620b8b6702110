package io.discern.internal.model;

import io.discern.text.TokenBatch;
import java.util.OptionalInt;

/**
 * A tower for texts.
 *
 * @param tower the tower
 * @param fixedLength the only number of tokens it takes, if there is one
 * @param hasMask whether padding does not reach the embedding: it is told which tokens are padding, or looks at none behind the
 *     end of a text
 * @param context the most tokens it takes, where its own description says so
 */
public record ModelTextTower(
        ModelTower<TokenBatch> tower, OptionalInt fixedLength, boolean hasMask, OptionalInt context) {

    /** A tower that does not describe itself. */
    public ModelTextTower(ModelTower<TokenBatch> tower, OptionalInt fixedLength, boolean hasMask) {
        this(tower, fixedLength, hasMask, OptionalInt.empty());
    }
}
