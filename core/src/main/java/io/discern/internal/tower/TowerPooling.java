package io.discern.internal.tower;

import java.util.Optional;
import java.util.OptionalInt;

/** How the tokens of a tower become one vector. */
public sealed interface TowerPooling {
    /** The length of that vector, for tokens of that length. */
    default int width(int dim) {
        return dim;
    }

    /** The first token. */
    record First() implements TowerPooling {}

    /** The last token, padding or not. */
    record Last() implements TowerPooling {}

    /** The mean of all tokens but the first {@code skip}; of those that are not padding, in a text tower. */
    record Mean(int skip) implements TowerPooling {}

    /** The first token, followed by the mean of all but the first {@code skip}: twice as long. */
    record FirstAndMean(int skip) implements TowerPooling {
        @Override
        public int width(int dim) {
            return 2 * dim;
        }
    }

    /**
     * The end of a text: the first token with the given id, or the first one of the highest id.
     *
     * @param id empty for the highest
     */
    record EndOfText(OptionalInt id) implements TowerPooling {}

    /**
     * A learned query looks at all tokens but the first {@code skip}: {@code a = attention(queryNorm(query), tokens)}, then
     * {@code a + mlp(norm(a))}.
     *
     * @param query {@code [1, dim]}
     * @param queryNorm of that query
     * @param norm before the mlp
     * @param mlp what is added afterwards
     */
    record Attentive(
            int skip,
            Weight query,
            Optional<Norm> queryNorm,
            Attention attention,
            Optional<Norm> norm,
            Optional<Mlp> mlp)
            implements TowerPooling {
        @Override
        public int width(int dim) {
            return attention.output().out();
        }
    }
}
