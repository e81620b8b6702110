package io.discern.backend.onnx;

import io.discern.internal.tower.Block;
import io.discern.internal.tower.Norm;
import java.util.List;

/**
 * The blocks of a tower. What a layer adds to the tokens waits until the next norm, which adds and norms in one go.
 */
final class BlockGraph {
    private final LayerGraph layers;
    private final AttentionGraph attention;
    private String x;
    private String pending;

    BlockGraph(LayerGraph layers, AttentionGraph attention, String x) {
        this.layers = layers;
        this.attention = attention;
        this.x = x;
    }

    /** Adds all blocks; returns the tokens after the last one. */
    String all(List<Block> blocks) {
        blocks.forEach(this::add);
        return settled();
    }

    private void add(Block block) {
        switch (block.order()) {
            case PRE -> {
                pending = layers.scaled(block.scale1(), attention.among(block.attention(), normed(block.norm1())));
                pending = layers.scaled(block.scale2(), layers.mlp(block.mlp(), normed(block.norm2())));
            }
            case POST -> {
                x = layers.normOfSum(block.norm1(), x, attention.among(block.attention(), x))
                        .get(0);
                x = layers.normOfSum(block.norm2(), x, layers.mlp(block.mlp(), x))
                        .get(0);
            }
            case RESIDUAL -> {
                String mixed = attention.among(block.attention(), settled());
                pending = layers.scaled(block.scale1(), layers.norm(block.norm1(), mixed));
                String each = layers.mlp(block.mlp(), settled());
                pending = layers.scaled(block.scale2(), layers.norm(block.norm2(), each));
            }
        }
    }

    private String normed(Norm norm) {
        if (pending == null) {
            return layers.norm(norm, x);
        }
        List<String> both = layers.normOfSum(norm, x, pending);
        x = both.get(1);
        pending = null;
        return both.get(0);
    }

    private String settled() {
        if (pending != null) {
            x = layers.add(x, pending);
            pending = null;
        }
        return x;
    }
}
