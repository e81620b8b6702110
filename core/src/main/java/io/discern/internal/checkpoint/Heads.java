package io.discern.internal.checkpoint;

import io.discern.internal.tower.Head;
import io.discern.internal.tower.Pooling;
import java.util.List;

/** What a head gives. */
final class Heads {
    private Heads() {}

    /** The length of its vector, for tokens of that length. */
    static int width(int dim, Head head) {
        List<Head.Layer> layers = head.layers();
        if (!layers.isEmpty()) {
            return layers.get(layers.size() - 1).linear().out();
        }
        if (head.pooling() instanceof Pooling.Attentive attentive) {
            return attentive.attention().output().out();
        }
        return head.pooling() instanceof Pooling.FirstAndMean ? 2 * dim : dim;
    }
}
