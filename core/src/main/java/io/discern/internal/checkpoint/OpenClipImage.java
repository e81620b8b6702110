package io.discern.internal.checkpoint;

import io.discern.internal.tower.Activation;
import io.discern.internal.tower.Attention;
import io.discern.internal.tower.Block;
import io.discern.internal.tower.Head;
import io.discern.internal.tower.ImageTower;
import io.discern.internal.tower.Linear;
import io.discern.internal.tower.Norm;
import io.discern.internal.tower.Positions;
import io.discern.internal.tower.TowerPooling;
import io.discern.internal.tower.Weight;
import java.util.List;
import java.util.Optional;

/** open_clip's own ViT: CLIP's, with CoCa's pooling by attention where the configuration says so. */
final class OpenClipImage {
    private final Config config;
    private final Tensors tensors;
    private final Activation activation;
    private final int dim;
    private final double epsilon;

    OpenClipImage(Config config, Tensors tensors, Activation activation) {
        this.config = config;
        this.tensors = tensors;
        this.activation = OpenClipBlocks.activation(config, activation);
        this.dim = config.size("width", 768);
        this.epsilon = OpenClipBlocks.epsilon(config);
    }

    ImageTower read(int shared) {
        config.ignore(
                "patch_dropout",
                "timm_model_pretrained",
                "timm_pool",
                "timm_proj",
                "timm_proj_bias",
                "timm_drop",
                "timm_drop_path",
                "pos_embed_type",
                "attn_pooler_queries");
        int[] size = config.sides("image_size", 224);
        int[] patch = config.sides("patch_size", 16);
        int heads = dim / config.size("head_width", 64);
        if (heads == 0 || dim % heads != 0) {
            throw config.wrong("head_width", "a divisor of the width " + dim);
        }
        Optional<Norm> norm =
                config.flag("no_ln_pre", false) ? Optional.empty() : Optional.of(tensors.norm("ln_pre", dim, epsilon));
        List<Block> blocks =
                OpenClipBlocks.take(config, tensors, dim, heads, config.size("layers", 12), activation, epsilon);
        return new ImageTower(
                "open_clip",
                size[0],
                size[1],
                tensors.take("conv1.weight", dim, 3, patch[0], patch[1]),
                Optional.empty(),
                Optional.empty(),
                Optional.of(tensors.take("class_embedding", dim).as(1, dim)),
                Optional.empty(),
                Optional.of(positions(size[0] / patch[0], size[1] / patch[1])),
                Optional.empty(),
                norm,
                blocks,
                head(shared));
    }

    private Positions positions(int rows, int columns) {
        int length = tensors.size("positional_embedding", 0);
        boolean fits = length == 1 + rows * columns;
        int side = fits ? 0 : Shapes.side(config, "image_size", length - 1);
        return new Positions(
                tensors.take("positional_embedding", length, dim),
                1,
                fits ? rows : side,
                fits ? columns : side,
                Positions.Resampling.BICUBIC_ANTIALIASED);
    }

    private Head head(int shared) {
        boolean attentive = config.has("attentional_pool") && config.flag("attentional_pool", false);
        int heads = config.size("attn_pooler_heads", 8);
        boolean mean = config.oneOf("pool_type", "tok", "tok", "avg").equals("avg");
        boolean after = config.flag("final_ln_after_pool", false);
        if (attentive && mean) {
            throw config.wrong("pool_type", "tok: the mean of attentive queries is not supported");
        }
        int width = attentive ? shared : dim;
        Optional<Norm> norm = Optional.of(tensors.norm("ln_post", width, epsilon));
        Linear projection = new Linear(tensors.take("proj", width, shared), Optional.empty(), true);
        Head head;
        if (attentive) {
            head = Head.of(
                    Optional.of(tensors.norm("attn_pool.ln_k", dim, 1e-5)),
                    pooler(tensors.under("attn_pool."), heads, shared),
                    norm);
        } else {
            TowerPooling pooling = mean ? new TowerPooling.Mean(1) : new TowerPooling.First();
            head = Head.of(after ? Optional.empty() : norm, pooling, after ? norm : Optional.empty());
        }
        return head.then(projection, Optional.empty());
    }

    /** The first of CoCa's queries; the others are for its captions. */
    private TowerPooling pooler(Tensors pool, int heads, int shared) {
        Weight query = pool.take("query", pool.size("query", 0), shared).rows(0, 1);
        Weight biases = pool.take("attn.in_proj_bias", 3 * shared);
        boolean packed = pool.has("attn.in_proj_weight");
        Attention attention = packed
                ? PackedAttention.of(pool.under("attn."), shared, heads)
                : new Attention(
                        heads,
                        part(pool, "q", biases, 0, shared, shared),
                        part(pool, "k", biases, 1, dim, shared),
                        part(pool, "v", biases, 2, dim, shared),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        pool.linear("attn.out_proj", shared, shared, true));
        return new TowerPooling.Attentive(
                0, query, Optional.of(pool.norm("ln_q", shared, 1e-5)), attention, Optional.empty(), Optional.empty());
    }

    private static Linear part(Tensors pool, String name, Weight biases, int index, int in, int out) {
        return new Linear(
                pool.take("attn." + name + "_proj_weight", out, in), Optional.of(biases.rows(index * out, out)), false);
    }
}
