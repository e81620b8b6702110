package io.discern.internal.checkpoint;

import io.discern.internal.tower.Activation;
import io.discern.internal.tower.ImageTower;
import io.discern.internal.tower.TextTower;
import io.discern.internal.tower.Towers;
import io.discern.internal.weights.Weights;
import java.nio.file.Path;

/**
 * Reads open_clip's layout: {@code model_cfg} of {@code open_clip_config.json}. The image tower is open_clip's own or one of
 * timm's, the text tower its own or one of transformers'.
 */
final class OpenClipReader {
    private final Path folder;
    private final Config config;
    private final Tensors tensors;

    OpenClipReader(Path folder, Config config, Tensors tensors) {
        this.folder = folder;
        this.config = config;
        this.tensors = tensors;
    }

    Towers read(Weights stored) {
        Config model = config.ignore("preprocess_cfg").object("model_cfg");
        model.ignore(
                "init_logit_scale",
                "init_logit_bias",
                "nonscalar_logit_scale",
                "custom_text",
                "cast_dtype",
                "output_dict",
                "multimodal_cfg");
        int shared = model.size("embed_dim", 512);
        Activation activation = model.flag("quick_gelu", false) ? Activation.QUICK_GELU : Activation.GELU;
        Config vision = model.object("vision_cfg");
        Config words = model.object("text_cfg");
        ImageTower image = vision.has("timm_model_name")
                ? OpenClipTrunk.image(vision, tensors.under("visual."), shared)
                : new OpenClipImage(vision, tensors.under("visual."), activation).read(shared);
        TextSide side = TextSide.read(
                () -> text(words, activation, shared),
                words,
                () -> tensors.ignore(name -> !name.startsWith("visual.") && !name.startsWith("logit_")));
        tensors.ignore(
                name -> name.startsWith("text_decoder.") || name.equals("attn_mask") || name.equals("text.attn_mask"));
        return side.beside(image, tensors, stored);
    }

    private TextTower text(Config words, Activation activation, int shared) {
        if (words.has("hf_model_name")) {
            return new OpenClipBert(folder, words, tensors.under("text.")).read(shared);
        }
        return OpenClipText.read(words, tensors.where("ln_final.weight", "text.", ""), activation, shared);
    }
}
