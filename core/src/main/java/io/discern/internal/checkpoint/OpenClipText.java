package io.discern.internal.checkpoint;

import io.discern.internal.tower.Activation;
import io.discern.internal.tower.Head;
import io.discern.internal.tower.Linear;
import io.discern.internal.tower.Norm;
import io.discern.internal.tower.TextTower;
import io.discern.internal.tower.TowerPooling;
import java.util.Optional;
import java.util.OptionalInt;

/** open_clip's own text tower: CLIP's, or SigLIP's where it is not causal and the last token speaks. */
final class OpenClipText {
    private OpenClipText() {}

    static TextTower read(Config config, Tensors tensors, Activation activation, int shared) {
        config.ignore(
                "hf_tokenizer_name",
                "tokenizer_kwargs",
                "hf_model_pretrained",
                "hf_proj_type",
                "hf_pooler_type",
                "final_ln_after_pool");
        config.oneOf("tokenizer_mode", "", "");
        if (config.flag("embed_cls", false)) {
            throw config.wrong(
                    "embed_cls",
                    "false: CoCa's texts with a class token at their end are not supported. Export the text tower");
        }
        int dim = config.size("width", 512);
        int context = config.size("context_length", 77);
        double epsilon = OpenClipBlocks.epsilon(config);
        int heads = Shapes.heads(config, "heads", config.size("heads", 8), dim);
        Norm norm = tensors.norm("ln_final", dim, epsilon);
        Head head = Head.of(Optional.of(norm), pooling(config), Optional.empty());
        boolean linear = config.oneOf("proj_type", "linear", "linear", "none").equals("linear");
        boolean bias = config.flag("proj_bias", false);
        if (linear) {
            head = head.then(
                    bias
                            ? tensors.linear("text_projection", dim, shared, true)
                            : new Linear(tensors.take("text_projection", dim, shared), Optional.empty(), true),
                    Optional.empty());
        }
        return new TextTower(
                "open_clip",
                tensors.take("token_embedding.weight", config.size("vocab_size", 49408), dim),
                tensors.take("positional_embedding", context, dim),
                0,
                Optional.empty(),
                Optional.empty(),
                !config.flag("no_causal_mask", false),
                false,
                OpenClipBlocks.take(
                        config,
                        tensors,
                        dim,
                        heads,
                        config.size("layers", 12),
                        OpenClipBlocks.activation(config, activation),
                        epsilon),
                head,
                OptionalInt.of(config.integer("pad_id", 0)));
    }

    private static TowerPooling pooling(Config config) {
        int end = config.integer("eos_id", 2);
        return switch (config.oneOf("pool_type", "argmax", "argmax", "first", "last", "eos")) {
            case "first" -> new TowerPooling.First();
            case "last" -> new TowerPooling.Last();
            case "eos" -> new TowerPooling.EndOfText(OptionalInt.of(end));
            default -> new TowerPooling.EndOfText(OptionalInt.empty());
        };
    }
}
