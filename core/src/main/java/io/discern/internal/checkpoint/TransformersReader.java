package io.discern.internal.checkpoint;

import io.discern.EncoderException;
import io.discern.internal.tower.Head;
import io.discern.internal.tower.ImageTower;
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

    private static final String IMAGE_PROJECTION = "visual_projection";
    private static final String TEXT_PROJECTION = "text_projection";

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
                only(stored, Optional.empty(), Optional.of(alone(text(type, config, tensors))));
            default -> only(stored, Optional.of(alone(image(type, config, tensors))), Optional.empty());
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
            image = image.with(projected(image.head(), image.dim(), IMAGE_PROJECTION, shared));
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
        return shared == 0 ? text : text.with(projected(text.head(), text.dim(), TEXT_PROJECTION, shared));
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

    /** A head, followed by the projection of that name into the space that both towers share. */
    private Head projected(Head head, int dim, String name, int shared) {
        return head.then(tensors.linear(name, head.width(dim), shared, false), Optional.empty());
    }

    /** The head of a tower of its own, which ends with the projection of the pair that it is from, if it has one. */
    private Head alone(Head head, int dim, String name, String output) {
        String weight = name + ".weight";
        return tensors.has(weight)
                ? projected(head, dim, name, tensors.size(weight, 0)).called(output)
                : head;
    }

    private ImageTower alone(ImageTower tower) {
        return tower.with(alone(tower.head(), tower.dim(), IMAGE_PROJECTION, Head.IMAGE));
    }

    private TextTower alone(TextTower tower) {
        return tower.with(alone(tower.head(), tower.dim(), TEXT_PROJECTION, Head.TEXT));
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
