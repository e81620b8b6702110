package io.discern.internal.checkpoint;

import io.discern.internal.tower.Activation;
import io.discern.internal.tower.Attention;
import io.discern.internal.tower.Block;
import io.discern.internal.tower.Head;
import io.discern.internal.tower.ImageTower;
import io.discern.internal.tower.Linear;
import io.discern.internal.tower.Mlp;
import io.discern.internal.tower.Rotary;
import io.discern.internal.tower.TowerPooling;
import io.discern.internal.tower.Weight;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** transformers' {@code dinov3_vit}: registers, rotary positions, layer scale. */
final class Dinov3Family {
    private Dinov3Family() {}

    /** Its tower; keys that only move positions about in training have no say. */
    static ImageTower image(Config config, Tensors tensors, String family) {
        CommonKeys.in(config).ignore("pos_embed_shift", "pos_embed_jitter", "pos_embed_rescale", "apply_layernorm");
        int dim = config.size("hidden_size", 384);
        double epsilon = config.number("layer_norm_eps", 1e-5);
        int[] size = config.sides("image_size", 224);
        int[] patches = config.sides("patch_size", 16);
        Tensors embeddings = tensors.under("embeddings.");
        int registers = config.integer("num_register_tokens", 0);
        Weight kernel =
                embeddings.take("patch_embeddings.weight", dim, config.size("num_channels", 3), patches[0], patches[1]);
        tensors.ignore(name -> name.equals("embeddings.mask_token") || name.equals("rope_embeddings.inv_freq"));
        if (registers == 0) {
            tensors.ignore(name -> name.equals("embeddings.register_tokens"));
        }
        return new ImageTower(
                family,
                size[0],
                size[1],
                kernel,
                Optional.of(embeddings.take("patch_embeddings.bias", dim)),
                Optional.empty(),
                Optional.of(embeddings.take("cls_token", 1, dim)),
                registers > 0 ? Optional.of(embeddings.take("register_tokens", registers, dim)) : Optional.empty(),
                Optional.empty(),
                Optional.of(new Rotary(Rotary.Kind.DINO, config.number("rope_theta", 100), 0, 0, 0, false, false)),
                Optional.empty(),
                blocks(config, tensors, dim, epsilon),
                Head.of(Optional.of(tensors.norm("norm", dim, epsilon)), new TowerPooling.First(), Optional.empty()));
    }

    private static List<Block> blocks(Config config, Tensors tensors, int dim, double epsilon) {
        int heads = Shapes.heads(config, "num_attention_heads", config.size("num_attention_heads", 6), dim);
        int hidden = config.size("intermediate_size", 4 * dim);
        boolean mlpBias = config.flag("mlp_bias", true);
        boolean gated = config.flag("use_gated_mlp", false);
        boolean[] bias = {
            config.flag("query_bias", true),
            config.flag("key_bias", false),
            config.flag("value_bias", true),
            config.flag("proj_bias", true)
        };
        Activation activation = Activations.of(config, "hidden_act", "gelu");
        Tensors layers = tensors.where("layer.0.norm1.weight", "model.", "");
        List<Block> blocks = new ArrayList<>();
        for (int i = 0; i < config.size("num_hidden_layers", 12); i++) {
            Tensors layer = layers.under("layer." + i + ".");
            Tensors attention = layer.under("attention.");
            Tensors mlp = layer.under("mlp.");
            Optional<Linear> gate =
                    gated ? Optional.of(mlp.linear("gate_proj", dim, hidden, mlpBias)) : Optional.empty();
            blocks.add(new Block(
                    Block.Order.PRE,
                    layer.norm("norm1", dim, epsilon),
                    new Attention(
                            heads,
                            attention.linear("q_proj", dim, dim, bias[0]),
                            attention.linear("k_proj", dim, dim, bias[1]),
                            attention.linear("v_proj", dim, dim, bias[2]),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            attention.linear("o_proj", dim, dim, bias[3])),
                    layer.find("layer_scale1.lambda1", dim),
                    layer.norm("norm2", dim, epsilon),
                    new Mlp(
                            mlp.linear("up_proj", dim, hidden, mlpBias),
                            gate,
                            activation,
                            Optional.empty(),
                            mlp.linear("down_proj", hidden, dim, mlpBias)),
                    layer.find("layer_scale2.lambda1", dim)));
        }
        return blocks;
    }
}
