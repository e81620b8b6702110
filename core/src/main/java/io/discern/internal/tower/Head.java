package io.discern.internal.tower;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What makes the embedding of the last block's tokens: the tower's norm, its pooling, a norm of the pooled vector, linear layers.
 *
 * @param output what the embedding is called: {@link #IMAGE}, {@link #TEXT} where images and texts share a space, else
 *     {@link #POOLED}
 * @param tokenNorm of every token, before the pooling
 * @param norm of the pooled vector
 * @param layers after it, the last one is the projection into the space that images and texts share
 */
public record Head(
        String output, Optional<Norm> tokenNorm, TowerPooling pooling, Optional<Norm> norm, List<Layer> layers) {
    /** The name of an image's embedding in a space of images and texts. */
    public static final String IMAGE = "image_embeds";

    /** The name of a text's embedding in a space of images and texts. */
    public static final String TEXT = "text_embeds";

    /** The name of any other pooled vector. */
    public static final String POOLED = "pooler_output";

    /** Copies the list. */
    public Head {
        layers = List.copyOf(layers);
    }

    /** A head without layers after the pooling. */
    public static Head of(Optional<Norm> tokenNorm, TowerPooling pooling, Optional<Norm> norm) {
        return new Head(POOLED, tokenNorm, pooling, norm, List.of());
    }

    /** This head with one more layer. */
    public Head then(Linear linear, Optional<Activation> activation) {
        List<Layer> more = new ArrayList<>(layers);
        more.add(new Layer(linear, activation));
        return new Head(output, tokenNorm, pooling, norm, more);
    }

    /** This head with another name for its embedding. */
    public Head called(String name) {
        return new Head(name, tokenNorm, pooling, norm, layers);
    }

    /** The length of the embedding, for tokens of that length. */
    public int width(int dim) {
        return layers.isEmpty()
                ? pooling.width(dim)
                : layers.get(layers.size() - 1).linear().out();
    }

    /** A linear layer and what comes after it. */
    public record Layer(Linear linear, Optional<Activation> activation) {}
}
