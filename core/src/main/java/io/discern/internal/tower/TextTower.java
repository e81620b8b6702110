package io.discern.internal.tower;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A transformer over token ids: rows of a table, positions added, then the blocks.
 *
 * @param family whose model it is, for example {@code transformers clip}
 * @param tokens {@code [vocabulary, dim]}
 * @param positions {@code [context, dim]}, added in order from row {@code firstPosition} on
 * @param firstPosition 0; RoBERTa counts from 2
 * @param type {@code [dim]}, added to every token: BERT's first segment
 * @param norm of every token, before the first block
 * @param causal whether a token sees only those before it
 * @param masked whether padding is hidden from every token
 * @param blocks in order
 * @param head what makes one vector of the tokens
 * @param padId the id of padding, where the configuration says it
 */
public record TextTower(
        String family,
        Weight tokens,
        Weight positions,
        int firstPosition,
        Optional<Weight> type,
        Optional<Norm> norm,
        boolean causal,
        boolean masked,
        List<Block> blocks,
        Head head,
        OptionalInt padId) {
    /** Copies the list. */
    public TextTower {
        blocks = List.copyOf(blocks);
    }

    /** The length of a token's vector. */
    public int dim() {
        return tokens.size(1);
    }

    /** The most tokens of a text. */
    public int context() {
        return positions.size(0) - firstPosition;
    }

    /** This tower with another head. */
    public TextTower with(Head other) {
        return new TextTower(
                family, tokens, positions, firstPosition, type, norm, causal, masked, blocks, other, padId);
    }
}
