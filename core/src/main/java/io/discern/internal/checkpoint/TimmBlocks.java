package io.discern.internal.checkpoint;

import io.discern.internal.tower.Activation;
import io.discern.internal.tower.Attention;
import io.discern.internal.tower.Block;
import io.discern.internal.tower.Linear;
import io.discern.internal.tower.Mlp;
import io.discern.internal.tower.TowerPooling;
import io.discern.internal.tower.Weight;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The blocks of a timm ViT or EVA, and its pooling by attention. Which parts a block has shows in the names of its weights; what
 * does not show there is passed in.
 *
 * @param heads of every attention
 * @param order where norms stand
 * @param activation of the mlp
 * @param bias whether query and value have one
 * @param projectionBias whether other layers of a block have one
 */
record TimmBlocks(
        int dim,
        int heads,
        TimmNorm norm,
        Block.Order order,
        Activation activation,
        boolean gated,
        boolean bias,
        boolean projectionBias) {

    /** All blocks under {@code blocks.}. */
    List<Block> take(Tensors tensors, int count) {
        List<Block> blocks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            blocks.add(block(tensors.under("blocks." + i + ".")));
        }
        return blocks;
    }

    private Block block(Tensors block) {
        return new Block(
                order,
                norm.take(block, "norm1", dim),
                attention(block.under("attn.")),
                scale(block, "ls1.gamma", "gamma_1"),
                norm.take(block, "norm2", dim),
                mlp(block.under("mlp.")),
                scale(block, "ls2.gamma", "gamma_2"));
    }

    private Optional<Weight> scale(Tensors block, String vit, String eva) {
        return block.find(block.has(vit) ? vit : eva, dim);
    }

    private Attention attention(Tensors attention) {
        int width = attention.size("proj.weight", 1);
        Linear[] parts = parts(attention, width);
        return new Attention(
                heads,
                parts[0],
                parts[1],
                parts[2],
                norm.find(attention, "q_norm", width / heads),
                norm.find(attention, "k_norm", width / heads),
                norm.find(attention, "norm", width),
                attention.linear("proj", width, dim, projectionBias));
    }

    /** Query, key and value: three layers, or one; EVA's one has biases for query and value only, of their own. */
    private Linear[] parts(Tensors attention, int width) {
        if (attention.has("q_proj.weight")) {
            return new Linear[] {
                attention.linear("q_proj", dim, width, bias),
                attention.linear("k_proj", dim, width),
                attention.linear("v_proj", dim, width, bias)
            };
        }
        Weight weight = attention.take("qkv.weight", 3 * width, dim);
        if (attention.has("q_bias")) {
            attention.ignore(name -> name.equals("k_bias"));
            return new Linear[] {
                new Linear(weight.rows(0, width), Optional.of(attention.take("q_bias", width)), false),
                new Linear(weight.rows(width, width), Optional.empty(), false),
                new Linear(weight.rows(2 * width, width), Optional.of(attention.take("v_bias", width)), false)
            };
        }
        Optional<Weight> biases = bias ? Optional.of(attention.take("qkv.bias", 3 * width)) : Optional.empty();
        Linear[] parts = new Linear[3];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = PackedAttention.part(weight, biases, i, width);
        }
        return parts;
    }

    private Mlp mlp(Tensors mlp) {
        int hidden = mlp.size("fc2.weight", 1);
        Linear down = mlp.linear("fc2", hidden, dim, projectionBias);
        if (mlp.has("fc1_g.weight")) {
            return new Mlp(
                    mlp.linear("fc1_x", dim, hidden, projectionBias),
                    Optional.of(mlp.linear("fc1_g", dim, hidden, projectionBias)),
                    Activation.SILU,
                    norm.find(mlp, "norm", hidden),
                    down);
        }
        if (gated) {
            Weight weight = mlp.take("fc1.weight", 2 * hidden, dim);
            Optional<Weight> biases = projectionBias ? Optional.of(mlp.take("fc1.bias", 2 * hidden)) : Optional.empty();
            return new Mlp(
                    PackedAttention.part(weight, biases, 1, hidden),
                    Optional.of(PackedAttention.part(weight, biases, 0, hidden)),
                    Activation.SILU,
                    norm.find(mlp, "norm", hidden),
                    down);
        }
        return new Mlp(
                mlp.linear("fc1", dim, hidden, projectionBias),
                Optional.empty(),
                activation,
                norm.find(mlp, "norm", hidden),
                down);
    }

    /** {@code AttentionPoolLatent}: a learned query over the tokens, and an mlp. */
    TowerPooling attentive(Tensors pool, int poolHeads, int skip) {
        Weight kv = pool.take("kv.weight", 2 * dim, dim);
        Optional<Weight> biases = Optional.of(pool.take("kv.bias", 2 * dim));
        int hidden = pool.size("mlp.fc2.weight", 1);
        Attention attention = new Attention(
                poolHeads,
                pool.linear("q", dim, dim, true),
                PackedAttention.part(kv, biases, 0, dim),
                PackedAttention.part(kv, biases, 1, dim),
                norm.find(pool, "q_norm", dim / poolHeads),
                norm.find(pool, "k_norm", dim / poolHeads),
                Optional.empty(),
                pool.linear("proj", dim, dim, true));
        Mlp mlp = new Mlp(
                pool.linear("mlp.fc1", dim, hidden, true),
                Optional.empty(),
                activation,
                Optional.empty(),
                pool.linear("mlp.fc2", hidden, dim, true));
        return new TowerPooling.Attentive(
                skip,
                pool.take("latent", 1, dim),
                Optional.empty(),
                attention,
                norm.find(pool, "norm", dim),
                Optional.of(mlp));
    }
}
