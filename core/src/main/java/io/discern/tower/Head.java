package io.discern.tower;

import java.util.List;
import java.util.Optional;

/**
 * What makes the embedding of the last block's tokens: the tower's norm, its pooling, a norm of the pooled vector, linear layers.
 *
 * @param tokenNorm of every token, before the pooling
 * @param norm of the pooled vector
 * @param layers after it, the last one is the projection into the space that images and texts share
 */
public record Head(Optional<Norm> tokenNorm, Pooling pooling, Optional<Norm> norm, List<Layer> layers) {
    /** Copies the list. */
    public Head {
        layers = List.copyOf(layers);
    }

    /** A linear layer and what comes after it. */
    public record Layer(Linear linear, Optional<Activation> activation) {}
}
