package io.discern.preprocess;

import io.discern.internal.Json;
import io.discern.internal.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads what open_clip does to an image for inference from its {@code open_clip_config.json}.
 *
 * <p>The size is the model's ({@code model_cfg.vision_cfg.image_size}, 224 where it is absent), because open_clip lets it win; the
 * rest is {@code preprocess_cfg}, whose absent keys are OpenAI's mean and standard deviation, bicubic, and the shortest edge with
 * torchvision's centre crop. Images are converted to RGB last. An unknown key that is not off is an error, because it may change
 * pixels.
 */
final class OpenClipConfig {
    private static final Set<String> KEYS =
            Set.of("size", "mode", "mean", "std", "interpolation", "resize_mode", "fill_color");

    private static final List<Double> OPENAI_MEAN = List.of(0.48145466, 0.4578275, 0.40821073);
    private static final List<Double> OPENAI_STD = List.of(0.26862954, 0.26130258, 0.27577711);

    private final JsonObject json;

    private OpenClipConfig(JsonObject json) {
        this.json = json;
    }

    /** Height and width in pixels. */
    private record Size(int height, int width) {
        /** What open_clip takes where no file says a size. */
        static final Size USUAL = new Size(224, 224);

        boolean isSquare() {
            return width == height;
        }
    }

    /**
     * Reads a file.
     *
     * @param file usually {@code open_clip_config.json} beside the model
     * @return empty if it says nothing of images
     * @throws IOException if it cannot be read, or means something that a {@link PreprocessSpec} cannot say; names file and key
     */
    static Optional<PreprocessSpec> read(Path file) throws IOException {
        JsonObject root = Json.read(file);
        boolean model = root.isObject("model_cfg") && root.object("model_cfg").isObject("vision_cfg");
        if (!root.has("preprocess_cfg") && !model) {
            return Optional.empty();
        }
        Optional<Size> modelSize =
                model ? size(root.object("model_cfg").object("vision_cfg"), "image_size") : Optional.empty();
        JsonObject steps = root.has("preprocess_cfg") ? root.object("preprocess_cfg") : JsonObject.empty(root);
        try {
            return Optional.of(new OpenClipConfig(steps).spec(modelSize));
        } catch (IllegalArgumentException e) {
            throw root.wrong(e.getMessage());
        }
    }

    private PreprocessSpec spec(Optional<Size> modelSize) throws IOException {
        for (String key : json.keys()) {
            if (!KEYS.contains(key) && !json.isOff(key)) {
                throw json.wrong(
                        key, "only the keys " + KEYS.stream().sorted().toList() + ", because others may change pixels");
            }
        }
        if (json.has("mode") && !json.text("mode").equals("RGB")) {
            throw json.wrong("mode", "\"RGB\"");
        }
        Optional<Size> stated = size(json, "size");
        if (stated.isPresent() && modelSize.isPresent() && !stated.equals(modelSize)) {
            throw json.wrong(
                    "size",
                    "the model's image_size, " + modelSize.get().height() + " x "
                            + modelSize.get().width());
        }
        Size size = stated.or(() -> modelSize).orElse(Size.USUAL);
        Resize resize = resize(size);
        return new PreprocessSpec(
                Channels.RGB,
                resize,
                resize instanceof Resize.Cover ? ResampleFilter.BICUBIC : filter(), // open_clip forgets it there
                resize instanceof Resize.ToSize
                        ? Optional.empty()
                        : Optional.of(new CenterCrop(size.width(), size.height(), CenterCrop.Rounding.TORCHVISION)),
                1.0 / 255,
                perChannel("mean", OPENAI_MEAN),
                perChannel("std", OPENAI_STD),
                Conversion.LAST);
    }

    private Resize resize(Size size) throws IOException {
        String mode = json.has("resize_mode") ? json.text("resize_mode") : "shortest";
        int fill = json.has("fill_color") ? json.integer("fill_color") : 0;
        return switch (mode) {
            case "squash" -> new Resize.Squash(size.width(), size.height());
            case "longest" -> new Resize.Fit(size.width(), size.height(), fill);
            case "shortest" ->
                size.isSquare() ? new Resize.ShortestEdge(size.width()) : new Resize.Cover(size.width(), size.height());
            default -> throw json.wrong("resize_mode", "one of [shortest, longest, squash]");
        };
    }

    private ResampleFilter filter() throws IOException {
        String name = json.has("interpolation") ? json.text("interpolation") : "bicubic";
        return switch (name) {
            // "random" is for training; open_clip takes bicubic for inference.
            case "bicubic", "random" -> ResampleFilter.BICUBIC;
            case "bilinear" -> ResampleFilter.BILINEAR;
            default -> throw json.wrong("interpolation", "one of [bicubic, bilinear, random]");
        };
    }

    private List<Double> perChannel(String key, List<Double> absent) throws IOException {
        if (!json.has(key)) {
            return absent;
        }
        List<Double> values = json.isNumber(key) ? List.of(json.number(key)) : json.numbers(key);
        if (values.size() == 1) {
            return List.of(values.get(0), values.get(0), values.get(0));
        }
        if (values.size() != 3) {
            throw json.wrong(key, "three numbers, one a channel");
        }
        return values;
    }

    private static Optional<Size> size(JsonObject json, String key) throws IOException {
        if (!json.has(key)) {
            return Optional.empty();
        }
        if (json.isNumber(key)) {
            return Optional.of(new Size(json.integer(key), json.integer(key)));
        }
        List<Double> sides = json.numbers(key);
        if (sides.size() != 2 || sides.stream().anyMatch(side -> side != Math.rint(side))) {
            throw json.wrong(key, "a whole number, or height and width");
        }
        return Optional.of(new Size(sides.get(0).intValue(), sides.get(1).intValue()));
    }
}
