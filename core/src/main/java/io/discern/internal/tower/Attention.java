package io.discern.internal.tower;

import java.util.Optional;

/**
 * {@code output(norm(softmax(q k^T / sqrt(d)) v))} in {@code heads} heads of {@code d} components each.
 *
 * @param queryNorm over the components of each head
 * @param keyNorm over the components of each head
 * @param norm over all heads together, before the output, as EVA02 has
 */
public record Attention(
        int heads,
        Linear query,
        Linear key,
        Linear value,
        Optional<Norm> queryNorm,
        Optional<Norm> keyNorm,
        Optional<Norm> norm,
        Linear output) {

    /** The components of a head. */
    public int headWidth() {
        return query.out() / heads;
    }
}
