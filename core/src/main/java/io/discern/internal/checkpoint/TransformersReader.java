package io.discern.internal.checkpoint;

import io.discern.EncoderException;
import io.discern.internal.tower.Head;
import io.discern.internal.tower.ImageTower;
import io.discern.internal.tower.Linear;
import io.discern.internal.tower.TextTower;
import io.discern.internal.tower.Towers;
import io.discern.internal.weights.Weights;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Reads transformers' layout: {@code model_type} says which family of networks it is. */
final class TransformersReader {
    static final List<String> TYPES = List.of(
            "clip",
            "clip_vision_model",
            "clip_text_model",
            "metaclip_2",
            "chinese_clip",
            "siglip",
            "siglip_vision_model",
            "siglip_text_model",
            "vision-text-dual-encoder",
            "vit",
            "deit",
            "dinov2",
            "dinov2_with_registers",
            "dinov3_vit",
            "bert",
            "roberta",
            "xlm-roberta");

    private final Config config;
    private final Tensors tensors;

    TransformersReader(Config config, Tensors tensors) {
        this.config = config;
        this.tensors = tensors;
    }

    Towers read(Weights stored) {
        if (config.has("auto_map")) {
            throw config.wrong(
                    "auto_map", "a network that the library knows: this one comes with code of its own. Export it");
        }
        String type = config.text("model_type", "");
        return switch (type) {
            case "clip", "metaclip_2", "chinese_clip", "siglip", "vision-text-dual-encoder" -> dual(type, stored);
            case "clip_text_model", "metaclip_2_text_model", "siglip_text_model", "bert", "roberta", "xlm-roberta" ->
                only(stored, Optional.empty(), Optional.of(projected(text(type, config, tensors))));
            default -> only(stored, Optional.of(projected(image(type, config, tensors))), Optional.empty());
        };
    }

    private static Towers only(Weights stored, Optional<ImageTower> image, Optional<TextTower> text) {
        return new Towers(stored, image, text, Optional.empty(), OptionalDouble.empty(), OptionalDouble.empty());
    }

    private Towers dual(String type, Weights stored) {
        CommonKeys.in(config);
        Config vision = side("vision");
        Config words = side("text");
        ImageTower image = image(
                vision.text("model_type", type.equals("siglip") ? "siglip_vision_model" : "clip_vision_model"),
                vision,
                tensors.under("vision_model."));
        int shared = type.equals("siglip") ? 0 : config.size("projection_dim", 512);
        if (shared > 0) {
            image = image.with(image.head().then(projection("visual_projection", image, shared), Optional.empty()));
        }
        TextSide side = TextSide.read(
                () -> text(type, words, shared),
                words,
                () -> tensors.ignore(name -> name.startsWith("text_model.") || name.startsWith("text_projection.")));
        return side.beside(image, tensors, stored);
    }

    /** The text tower with its projection, if it has one. */
    private TextTower text(String type, Config words, int shared) {
        TextTower text = text(words.text("model_type", type + "_text_model"), words, tensors.under("text_model."));
        return shared == 0
                ? text
                : text.with(text.head().then(projection("text_projection", text, shared), Optional.empty()));
    }

    /** Of one tower; an old configuration has it a second time, and the library takes that one. */
    private Config side(String side) {
        Config plain = config.object(side + "_config");
        if (!config.has(side + "_config_dict")) {
            return plain;
        }
        config.ignore(side + "_config");
        return config.object(side + "_config_dict").replacing(plain);
    }

    private Linear projection(String name, ImageTower tower, int shared) {
        return tensors.linear(name, tower.head().width(tower.dim()), shared, false);
    }

    private Linear projection(String name, TextTower tower, int shared) {
        return tensors.linear(name, tower.head().width(tower.dim()), shared, false);
    }

    /** A tower of its own that ends with the projection of the pair it is from. */
    private ImageTower projected(ImageTower tower) {
        String name = "visual_projection";
        return tensors.has(name + ".weight")
                ? tower.with(tower.head()
                        .then(projection(name, tower, tensors.size(name + ".weight", 0)), Optional.empty())
                        .called(Head.IMAGE))
                : tower;
    }

    private TextTower projected(TextTower tower) {
        String name = "text_projection";
        return tensors.has(name + ".weight")
                ? tower.with(tower.head()
                        .then(projection(name, tower, tensors.size(name + ".weight", 0)), Optional.empty())
                        .called(Head.TEXT))
                : tower;
    }

    private static ImageTower image(String type, Config config, Tensors tensors) {
        String family = "transformers " + type.replace("_vision_model", "");
        return switch (type) {
            case "clip", "clip_vision_model", "metaclip_2_vision_model", "chinese_clip_vision_model" ->
                ClipFamily.image(config, tensors, family);
            case "siglip_vision_model" -> ClipFamily.siglipImage(config, tensors, family);
            case "vit", "deit" -> VitFamily.vit(config, tensors, family);
            case "dinov2", "dinov2_with_registers" -> VitFamily.dinov2(config, tensors, family);
            case "dinov3_vit" -> Dinov3Family.image(config, tensors, family);
            default -> throw unknown(config, type);
        };
    }

    private static TextTower text(String type, Config config, Tensors tensors) {
        String family = "transformers " + type.replace("_text_model", "");
        return switch (type) {
            case "clip", "clip_text_model" -> ClipFamily.text(config, tensors, family, true);
            case "metaclip_2_text_model" -> ClipFamily.text(config, tensors, family, false);
            case "siglip_text_model" -> ClipFamily.siglipText(config, tensors, family);
            case "chinese_clip_text_model" -> BertFamily.text(config, tensors, family, false);
            case "bert", "roberta", "xlm-roberta" -> {
                Tensors own = tensors.where(
                        "embeddings.word_embeddings.weight", type.equals("bert") ? "bert." : "roberta.", "");
                tensors.ignore(name ->
                        name.startsWith("cls.") || name.startsWith("lm_head.") || name.startsWith("classifier."));
                yield BertFamily.pooled(BertFamily.text(config, own, family, !type.equals("bert")), own);
            }
            default -> throw unknown(config, type);
        };
    }

    private static EncoderException unknown(Config config, String type) {
        return config.wrong(
                "model_type",
                "one of " + TYPES + ". Export the model, see docs/ENCODERS.md"
                        + (type.startsWith("siglip2")
                                ? " (siglip2 is the one for pictures of any shape, NaFlex)"
                                : ""));
    }
}
