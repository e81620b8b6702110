package io.discern.internal.tower;

import java.util.Optional;

/**
 * One block of a transformer. In the order {@link Order#PRE}: {@code x += s1 * attention(n1(x))}, {@code x += s2 * mlp(n2(x))};
 * {@link Order#POST}: {@code x = n1(x + attention(x))}, {@code x = n2(x + mlp(x))}; {@link Order#RESIDUAL}:
 * {@code x += s1 * n1(attention(x))}, {@code x += s2 * n2(mlp(x))}.
 *
 * @param norm1 of the attention
 * @param scale1 layer scale, one factor a component
 * @param norm2 of the mlp
 * @param scale2 layer scale
 */
public record Block(
        Order order,
        Norm norm1,
        Attention attention,
        Optional<Weight> scale1,
        Norm norm2,
        Mlp mlp,
        Optional<Weight> scale2) {

    /** Where the norms stand. */
    public enum Order {
        /** Before a layer: nearly all of them. */
        PRE,
        /** After the sum: BERT. */
        POST,
        /** After a layer, before the sum: EVA's giants and Swin v2. */
        RESIDUAL
    }
}
