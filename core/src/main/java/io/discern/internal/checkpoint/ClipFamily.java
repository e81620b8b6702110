package io.discern.internal.checkpoint;

import io.discern.internal.tower.Activation;
import io.discern.internal.tower.Attention;
import io.discern.internal.tower.Block;
import io.discern.internal.tower.Head;
import io.discern.internal.tower.ImageTower;
import io.discern.internal.tower.Mlp;
import io.discern.internal.tower.Norm;
import io.discern.internal.tower.Positions;
import io.discern.internal.tower.TextTower;
import io.discern.internal.tower.TowerPooling;
import io.discern.internal.tower.Weight;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** transformers' {@code clip}, {@code metaclip_2}, {@code siglip}, and the image towers of Chinese-CLIP and AltCLIP. */
final class ClipFamily {
    /** The end token that old configurations state wrongly; transformers takes the highest id instead. */
    private static final int WRONG_END = 2;

    private static final int END = 49407;

    private ClipFamily() {}

    /** CLIP's image tower, as far as its pooled token. */
    static ImageTower image(Config config, Tensors root, String family) {
        CommonKeys.in(config).ignore("projection_dim");
        Tensors tensors = root.where("pre_layrnorm.weight", "vision_model.", "");
        int dim = config.size("hidden_size", 768);
        double epsilon = config.number("layer_norm_eps", 1e-5);
        Weight classToken = tensors.take("embeddings.class_embedding", dim).as(1, dim);
        List<Block> blocks = blocks(config, tensors, dim, epsilon, Defaults.CLIP_IMAGE);
        Head head = Head.of(
                Optional.empty(), new TowerPooling.First(), Optional.of(tensors.norm("post_layernorm", dim, epsilon)));
        Norm norm = tensors.norm("pre_layrnorm", dim, epsilon);
        tensors.ignore(name -> name.equals("embeddings.position_ids"));
        return embedded(config, tensors, family, dim, false, 32)
                .build(Optional.of(classToken), Optional.of(norm), blocks, head);
    }

    /** SigLIP's image tower. */
    static ImageTower siglipImage(Config config, Tensors root, String family) {
        CommonKeys.in(config).ignore("projection_dim");
        Tensors tensors = root.where("post_layernorm.weight", "vision_model.", "");
        int dim = config.size("hidden_size", 768);
        double epsilon = config.number("layer_norm_eps", 1e-6);
        List<Block> blocks = blocks(config, tensors, dim, epsilon, Defaults.SIGLIP);
        Norm norm = tensors.norm("post_layernorm", dim, epsilon);
        TowerPooling pooling = config.flag("vision_use_head", true)
                ? probe(tensors.under("head."), dim, blocks.get(0), epsilon)
                : new TowerPooling.Mean(0);
        tensors.ignore(name -> name.equals("embeddings.position_ids"));
        return embedded(config, tensors, family, dim, true, 16)
                .build(
                        Optional.empty(),
                        Optional.empty(),
                        blocks,
                        Head.of(Optional.of(norm), pooling, Optional.empty()));
    }

    /** A learned query over all patches: PyTorch's {@code MultiheadAttention}, then a block's mlp. */
    private static TowerPooling probe(Tensors tensors, int dim, Block like, double epsilon) {
        Weight query = tensors.take("probe", 1, dim);
        Attention attention = PackedAttention.of(
                tensors.under("attention."), dim, like.attention().heads());
        Norm norm = tensors.norm("layernorm", dim, epsilon);
        Mlp mlp = mlp(tensors, dim, like.mlp().up().out(), like.mlp().activation());
        return new TowerPooling.Attentive(0, query, Optional.empty(), attention, Optional.of(norm), Optional.of(mlp));
    }

    /** CLIP's text tower, as far as its pooled token. */
    static TextTower text(Config config, Tensors root, String family, boolean oldEnds) {
        CommonKeys.in(config).ignore("projection_dim");
        Tensors tensors = root.where("final_layer_norm.weight", "text_model.", "");
        int dim = config.size("hidden_size", 512);
        double epsilon = config.number("layer_norm_eps", 1e-5);
        int end = config.integer("eos_token_id", END);
        TowerPooling pooling =
                new TowerPooling.EndOfText(oldEnds && end == WRONG_END ? OptionalInt.empty() : OptionalInt.of(end));
        Norm norm = tensors.norm("final_layer_norm", dim, epsilon);
        return textTower(
                config,
                tensors,
                family,
                true,
                blocks(config, tensors, dim, epsilon, Defaults.CLIP_TEXT),
                Head.of(Optional.of(norm), pooling, Optional.empty()),
                49408,
                77);
    }

    /** SigLIP's text tower: every token sees every other, padding too, and the last one speaks for all. */
    static TextTower siglipText(Config config, Tensors root, String family) {
        CommonKeys.in(config);
        Tensors tensors = root.where("final_layer_norm.weight", "text_model.", "");
        int dim = config.size("hidden_size", 768);
        double epsilon = config.number("layer_norm_eps", 1e-6);
        Norm norm = tensors.norm("final_layer_norm", dim, epsilon);
        Head head = Head.of(Optional.of(norm), new TowerPooling.Last(), Optional.empty())
                .then(tensors.linear("head", dim, config.size("projection_size", dim), true), Optional.empty());
        return textTower(
                config,
                tensors,
                family,
                false,
                blocks(config, tensors, dim, epsilon, Defaults.SIGLIP),
                head,
                32000,
                64);
    }

    private static TextTower textTower(
            Config config,
            Tensors tensors,
            String family,
            boolean causal,
            List<Block> blocks,
            Head head,
            int vocabulary,
            int context) {
        int dim = blocks.get(0).attention().query().in();
        tensors.ignore(name -> name.equals("embeddings.position_ids"));
        return new TextTower(
                family,
                tensors.take("embeddings.token_embedding.weight", config.size("vocab_size", vocabulary), dim),
                tensors.take(
                        "embeddings.position_embedding.weight", config.size("max_position_embeddings", context), dim),
                0,
                Optional.empty(),
                Optional.empty(),
                causal,
                false,
                blocks,
                head,
                config.optionalInteger("pad_token_id"));
    }

    /** What the library takes where a configuration is silent. */
    private record Defaults(int heads, int layers, int mlp, String activation) {
        static final Defaults CLIP_IMAGE = new Defaults(12, 12, 3072, "quick_gelu");
        static final Defaults CLIP_TEXT = new Defaults(8, 12, 2048, "quick_gelu");
        static final Defaults SIGLIP = new Defaults(12, 12, 3072, "gelu_pytorch_tanh");
    }

    private static List<Block> blocks(Config config, Tensors tensors, int dim, double epsilon, Defaults defaults) {
        int heads = config.size("num_attention_heads", defaults.heads);
        int hidden = config.size("intermediate_size", defaults.mlp);
        Activation activation = Activations.of(config, "hidden_act", defaults.activation);
        List<Block> blocks = new ArrayList<>();
        for (int i = 0; i < config.size("num_hidden_layers", defaults.layers); i++) {
            Tensors layer = tensors.under("encoder.layers." + i + ".");
            Tensors attention = layer.under("self_attn.");
            blocks.add(new Block(
                    Block.Order.PRE,
                    layer.norm("layer_norm1", dim, epsilon),
                    new Attention(
                            Shapes.heads(config, "num_attention_heads", heads, dim),
                            attention.linear("q_proj", dim, dim, true),
                            attention.linear("k_proj", dim, dim, true),
                            attention.linear("v_proj", dim, dim, true),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            attention.linear("out_proj", dim, dim, true)),
                    Optional.empty(),
                    layer.norm("layer_norm2", dim, epsilon),
                    mlp(layer, dim, hidden, activation),
                    Optional.empty()));
        }
        return blocks;
    }

    private static Mlp mlp(Tensors layer, int dim, int hidden, Activation activation) {
        return new Mlp(
                layer.linear("mlp.fc1", dim, hidden, true),
                Optional.empty(),
                activation,
                Optional.empty(),
                layer.linear("mlp.fc2", hidden, dim, true));
    }

    private static PatchStage embedded(
            Config config, Tensors tensors, String family, int dim, boolean siglip, int patch) {
        int[] size = config.sides("image_size", 224);
        int[] patches = config.sides("patch_size", patch);
        int rows = size[0] / patches[0];
        int columns = size[1] / patches[1];
        int prefix = siglip ? 0 : 1;
        Weight kernel = tensors.take(
                "embeddings.patch_embedding.weight", dim, config.size("num_channels", 3), patches[0], patches[1]);
        Optional<Weight> bias =
                siglip ? Optional.of(tensors.take("embeddings.patch_embedding.bias", dim)) : Optional.empty();
        Weight table = tensors.take("embeddings.position_embedding.weight", prefix + rows * columns, dim);
        return new PatchStage(
                family, size, kernel, bias, new Positions(table, prefix, rows, columns, Positions.Resampling.NONE));
    }

    /** The first stage of an image tower. */
    private record PatchStage(String family, int[] size, Weight kernel, Optional<Weight> bias, Positions positions) {
        ImageTower build(Optional<Weight> classToken, Optional<Norm> norm, List<Block> blocks, Head head) {
            return new ImageTower(
                    family,
                    size[0],
                    size[1],
                    kernel,
                    bias,
                    Optional.empty(),
                    classToken,
                    Optional.empty(),
                    Optional.of(positions),
                    Optional.empty(),
                    norm,
                    blocks,
                    head);
        }
    }
}
