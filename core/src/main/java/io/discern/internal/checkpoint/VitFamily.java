package io.discern.internal.checkpoint;

import io.discern.internal.tower.Activation;
import io.discern.internal.tower.Attention;
import io.discern.internal.tower.Block;
import io.discern.internal.tower.Head;
import io.discern.internal.tower.ImageTower;
import io.discern.internal.tower.Mlp;
import io.discern.internal.tower.Norm;
import io.discern.internal.tower.Positions;
import io.discern.internal.tower.TowerPooling;
import io.discern.internal.tower.Weight;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** transformers' {@code vit}, {@code deit}, {@code dinov2} and {@code dinov2_with_registers}: the class token speaks. */
final class VitFamily {
    private final Config config;
    private final Tensors tensors;
    private final String family;
    private final int dim;
    private final double epsilon;

    private VitFamily(Config config, Tensors tensors, String family, double epsilon) {
        this.config = CommonKeys.in(config);
        this.tensors = tensors;
        this.family = family;
        this.dim = config.size("hidden_size", 768);
        this.epsilon = config.number("layer_norm_eps", epsilon);
    }

    /** Google's ViT, and DeiT's with its token of distillation. A checkpoint of a classifier has no pooler. */
    static ImageTower vit(Config config, Tensors root, String family) {
        String start = family.endsWith("deit") ? "deit." : "vit.";
        Tensors tensors = root.where("embeddings.cls_token", start, "vision_model.", "");
        VitFamily vit = new VitFamily(config, tensors, family, 1e-12);
        Head head = Head.of(
                Optional.of(tensors.norm("layernorm", vit.dim, vit.epsilon)),
                new TowerPooling.First(),
                Optional.empty());
        int pooled = config.size("pooler_output_size", vit.dim);
        Activation activation = Activations.of(config, "pooler_act", "tanh");
        if (tensors.has("pooler.dense.weight")) {
            head = head.then(tensors.linear("pooler.dense", vit.dim, pooled, true), Optional.of(activation));
        }
        root.ignore(name -> name.matches("(cls_|distillation_)?classifier\\..*|decoder\\..*"));
        tensors.ignore(name -> name.equals("embeddings.mask_token"));
        Optional<Weight> distilled = tensors.find("embeddings.distillation_token", 1, vit.dim);
        int hidden = config.size("intermediate_size", 4 * vit.dim);
        return vit.tower(16, 1 + (distilled.isPresent() ? 1 : 0), Positions.Resampling.NONE, distilled, hidden, head);
    }

    /** DINOv2, with registers or without; the registers come without positions. */
    static ImageTower dinov2(Config config, Tensors root, String family) {
        Tensors tensors = root.where(
                "embeddings.cls_token",
                family.endsWith("registers") ? "dinov2_with_registers." : "dinov2.",
                "vision_model.",
                "");
        VitFamily vit = new VitFamily(config, tensors, family, 1e-6);
        config.ignore("use_mask_token", "apply_layernorm");
        Head head = Head.of(
                Optional.of(tensors.norm("layernorm", vit.dim, vit.epsilon)),
                new TowerPooling.First(),
                Optional.empty());
        Optional<Weight> registers = family.endsWith("registers")
                ? tensors.find("embeddings.register_tokens", config.integer("num_register_tokens", 4), vit.dim)
                : Optional.empty();
        root.ignore(name -> name.startsWith("classifier."));
        tensors.ignore(name -> name.equals("embeddings.mask_token"));
        int hidden = (int) (vit.dim * config.number("mlp_ratio", 4));
        int patch = family.endsWith("registers") ? 16 : 14;
        return vit.tower(
                patch,
                1,
                family.endsWith("registers") ? Positions.Resampling.BICUBIC_ANTIALIASED : Positions.Resampling.BICUBIC,
                registers,
                hidden,
                head);
    }

    private ImageTower tower(
            int patch,
            int positioned,
            Positions.Resampling resampling,
            Optional<Weight> afterClass,
            int hidden,
            Head head) {
        int[] size = config.sides("image_size", 224);
        int[] patches = config.sides("patch_size", patch);
        int rows = size[0] / patches[0];
        int columns = size[1] / patches[1];
        Tensors embeddings = tensors.under("embeddings.");
        Weight kernel = embeddings.take(
                "patch_embeddings.projection.weight", dim, config.size("num_channels", 3), patches[0], patches[1]);
        Weight table = embeddings.take("position_embeddings", positioned + rows * columns, dim);
        return new ImageTower(
                family,
                size[0],
                size[1],
                kernel,
                Optional.of(embeddings.take("patch_embeddings.projection.bias", dim)),
                Optional.empty(),
                Optional.of(embeddings.take("cls_token", 1, dim)),
                afterClass,
                Optional.of(new Positions(table, positioned, rows, columns, resampling)),
                Optional.empty(),
                Optional.empty(),
                blocks(hidden),
                head);
    }

    private List<Block> blocks(int hidden) {
        boolean bias = config.flag("qkv_bias", true);
        Activation activation = Activations.of(config, "hidden_act", "gelu");
        int heads = Shapes.heads(config, "num_attention_heads", config.size("num_attention_heads", 12), dim);
        boolean gated = config.flag("use_swiglu_ffn", false);
        List<Block> blocks = new ArrayList<>();
        for (int i = 0; i < config.size("num_hidden_layers", 12); i++) {
            Tensors layer = tensors.under("encoder.layer." + i + ".");
            Tensors attention = layer.under("attention.");
            boolean dino = layer.has("norm1.weight");
            blocks.add(new Block(
                    Block.Order.PRE,
                    norm(layer, dino ? "norm1" : "layernorm_before"),
                    new Attention(
                            heads,
                            attention.linear("attention.query", dim, dim, bias),
                            attention.linear("attention.key", dim, dim, bias),
                            attention.linear("attention.value", dim, dim, bias),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            attention.linear("output.dense", dim, dim, true)),
                    layer.find("layer_scale1.lambda1", dim),
                    norm(layer, dino ? "norm2" : "layernorm_after"),
                    gated ? swiglu(layer, hidden) : mlp(layer, hidden, activation, dino),
                    layer.find("layer_scale2.lambda1", dim)));
        }
        return blocks;
    }

    private Norm norm(Tensors layer, String name) {
        return layer.norm(name, dim, epsilon);
    }

    private Mlp mlp(Tensors layer, int hidden, Activation activation, boolean dino) {
        return new Mlp(
                layer.linear(dino ? "mlp.fc1" : "intermediate.dense", dim, hidden, true),
                Optional.empty(),
                activation,
                Optional.empty(),
                layer.linear(dino ? "mlp.fc2" : "output.dense", hidden, dim, true));
    }

    /** Two thirds of the width, rounded up to eight; gate and value are the halves of one layer. */
    private Mlp swiglu(Tensors layer, int width) {
        int hidden = (int) (width * 2 / 3.0) + 7;
        hidden -= hidden % 8;
        Weight weight = layer.take("mlp.weights_in.weight", 2 * hidden, dim);
        Optional<Weight> bias = Optional.of(layer.take("mlp.weights_in.bias", 2 * hidden));
        return new Mlp(
                PackedAttention.part(weight, bias, 1, hidden),
                Optional.of(PackedAttention.part(weight, bias, 0, hidden)),
                Activation.SILU,
                Optional.empty(),
                layer.linear("mlp.weights_out", hidden, dim, true));
    }
}
