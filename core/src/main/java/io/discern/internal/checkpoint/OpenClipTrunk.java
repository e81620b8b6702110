package io.discern.internal.checkpoint;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.discern.internal.tower.Activation;
import io.discern.internal.tower.ImageTower;
import io.discern.internal.tower.Linear;
import java.util.Optional;

/** open_clip's image tower from timm: {@code trunk} is timm's network, {@code head} what comes after it. */
final class OpenClipTrunk {
    private OpenClipTrunk() {}

    static ImageTower image(Config config, Tensors tensors, int shared) {
        config.ignore("timm_model_pretrained", "timm_drop", "timm_drop_path", "patch_dropout", "output_tokens");
        // What open_clip's own ViT would be; a timm name overrides it.
        config.ignore("layers", "width", "head_width", "mlp_ratio", "patch_size");
        Tensors trunk = tensors.under("trunk.");
        ObjectNode changes = JsonNodeFactory.instance.objectNode();
        String pool = config.text("timm_pool", "avg");
        if (!pool.isEmpty()) {
            changes.put("global_pool", pool);
        }
        // The pooling may have been changed after the norms were made: where they stand shows in the weights.
        boolean after = trunk.has("fc_norm.weight");
        if (TimmReader.isEva(config.text("timm_model_name", ""))) {
            changes.put("use_fc_norm", after).put("use_post_transformer_norm", trunk.has("norm.weight"));
        } else {
            changes.put("fc_norm", after);
        }
        ImageTower tower = TimmReader.tower(
                config,
                "timm_model_name",
                new Config(config.toString(), changes),
                trunk,
                config.sides("image_size", 224));
        int width = tower.head().width(tower.dim());
        String projection = config.oneOf("timm_proj", "linear", "linear", "mlp", "none", "");
        boolean bias = config.flag("timm_proj_bias", false);
        return switch (projection) {
            case "none" -> tower;
            case "linear" ->
                tower.with(tower.head().then(tensors.linear("head.proj", width, shared, bias), Optional.empty()));
            case "mlp" ->
                tower.with(tower.head()
                        .then(tensors.linear("head.mlp.fc1", width, 2 * shared, true), Optional.of(Activation.GELU))
                        .then(tensors.linear("head.mlp.fc2", 2 * shared, shared, bias), Optional.empty()));
            default -> tower.with(tower.head().then(classifier(trunk, width, shared), Optional.empty()));
        };
    }

    /** The trunk's own classifier, of as many classes as an embedding has components. */
    private static Linear classifier(Tensors trunk, int width, int shared) {
        return trunk.linear("head", width, shared, true);
    }
}
