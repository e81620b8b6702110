package io.discern.internal.tower;

import java.util.Optional;

/**
 * {@code y = x W^T + b}, the weight being {@code [out, in]} as PyTorch keeps it; or {@code y = x W + b} with a weight of
 * {@code [in, out]}, as the projections of OpenAI's CLIP are kept.
 *
 * @param weight two-dimensional
 * @param bias {@code [out]}
 * @param inFirst whether the weight is {@code [in, out]}
 */
public record Linear(Weight weight, Optional<Weight> bias, boolean inFirst) {
    /** The length of its input. */
    public int in() {
        return weight.size(inFirst ? 0 : 1);
    }

    /** The length of its output. */
    public int out() {
        return weight.size(inFirst ? 1 : 0);
    }
}
