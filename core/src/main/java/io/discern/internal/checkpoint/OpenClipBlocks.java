package io.discern.internal.checkpoint;

import io.discern.internal.tower.Activation;
import io.discern.internal.tower.Block;
import io.discern.internal.tower.Mlp;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The blocks of open_clip's own towers, {@code transformer.resblocks.}, and the keys that both towers have. */
final class OpenClipBlocks {
    private static final double EPSILON = 1e-5;

    private OpenClipBlocks() {}

    static double epsilon(Config config) {
        return config.object("norm_kwargs").number("eps", EPSILON);
    }

    static Activation activation(Config config, Activation activation) {
        Config arguments = config.object("act_kwargs");
        boolean tanh = arguments.oneOf("approximate", "none", "none", "tanh").equals("tanh");
        if (tanh && activation != Activation.GELU) {
            throw arguments.wrong("approximate", "nothing: quick_gelu has no approximation");
        }
        return tanh ? Activation.GELU_TANH : activation;
    }

    static List<Block> take(
            Config config, Tensors tensors, int dim, int heads, int layers, Activation activation, double epsilon) {
        config.ignore("output_tokens", "ls_init_value")
                .requireOff(
                        "qk_norm", "scaled_cosine_attn", "scale_heads", "scale_attn_inner", "scale_attn", "scale_fc")
                .require("block_type", "default");
        int hidden = (int) (dim * config.number("mlp_ratio", 4));
        List<Block> blocks = new ArrayList<>();
        for (int i = 0; i < layers; i++) {
            Tensors block = tensors.under("transformer.resblocks." + i + ".");
            blocks.add(new Block(
                    Block.Order.PRE,
                    block.norm("ln_1", dim, epsilon),
                    PackedAttention.of(block.under("attn."), dim, heads),
                    block.find("ls_1.gamma", dim),
                    block.norm("ln_2", dim, epsilon),
                    new Mlp(
                            block.linear("mlp.c_fc", dim, hidden, true),
                            Optional.empty(),
                            activation,
                            Optional.empty(),
                            block.linear("mlp.c_proj", hidden, dim, true)),
                    block.find("ls_2.gamma", dim)));
        }
        return blocks;
    }
}
