package io.discern.internal.checkpoint;

import io.discern.internal.tower.Attention;
import io.discern.internal.tower.Linear;
import io.discern.internal.tower.Weight;
import java.util.Optional;

/** PyTorch's {@code MultiheadAttention}: query, key and value are the thirds of {@code in_proj_weight}. */
final class PackedAttention {
    private PackedAttention() {}

    /** Takes one. */
    static Attention of(Tensors tensors, int dim, int heads) {
        Weight weight = tensors.take("in_proj_weight", 3 * dim, dim);
        Weight bias = tensors.take("in_proj_bias", 3 * dim);
        return new Attention(
                heads,
                part(weight, bias, 0, dim),
                part(weight, bias, 1, dim),
                part(weight, bias, 2, dim),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                tensors.linear("out_proj", dim, dim, true));
    }

    private static Linear part(Weight weight, Weight bias, int index, int dim) {
        return part(weight, Optional.of(bias), index, dim);
    }

    /** One of the successive parts of {@code size} rows of a packed layer. */
    static Linear part(Weight weight, Optional<Weight> bias, int index, int size) {
        return new Linear(weight.rows(index * size, size), bias.map(all -> all.rows(index * size, size)), false);
    }
}
