package io.discern.preprocess;

import io.discern.internal.Json;
import io.discern.internal.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads Hugging Face's {@code preprocessor_config.json} of the CLIP, SigLIP, BiT (DINOv2), ViT, DeiT and BLIP image
 * processors, and the {@code image_processor} of a {@code processor_config.json}, where transformers 5 writes it.
 *
 * <p>What is absent has the processor's own default. A key that is not known here and is not off (null or false) is an error,
 * because it may change pixels. The centre crop starts where Hugging Face's does: half the excess, rounded down. Resizing is
 * Pillow's; a processor that resizes tensors (torchvision's, the default of transformers 5) differs from it by one level.
 */
final class PreprocessorConfig {
    private static final String NESTED = "image_processor";

    /** Keys that say nothing about pixels, or nothing for 8-bit RGB images. */
    private static final Set<String> HARMLESS = Set.of(
            "image_processor_type",
            "feature_extractor_type",
            "processor_class",
            "auto_map",
            "_valid_processor_keys",
            "_name_or_path",
            "transformers_version",
            "model_input_names",
            "do_convert_rgb",
            "return_tensors",
            "device",
            "disable_grouping",
            "image_seq_length");

    private static final Set<String> READ = Set.of(
            "do_resize",
            "size",
            "default_to_square",
            "resample",
            "do_center_crop",
            "crop_size",
            "do_rescale",
            "rescale_factor",
            "do_normalize",
            "image_mean",
            "image_std",
            "data_format",
            "input_data_format");

    private static final List<ResampleFilter> BY_NUMBER = List.of(
            ResampleFilter.NEAREST,
            ResampleFilter.LANCZOS,
            ResampleFilter.BILINEAR,
            ResampleFilter.BICUBIC,
            ResampleFilter.BOX,
            ResampleFilter.HAMMING);

    /** The processors and what they do when the file does not say. */
    private enum Family {
        CLIP(false, true, ResampleFilter.BICUBIC),
        CHINESECLIP(false, true, ResampleFilter.BICUBIC),
        BIT(false, true, ResampleFilter.BICUBIC),
        SIGLIP(true, false, ResampleFilter.BICUBIC),
        VIT(true, false, ResampleFilter.BILINEAR),
        DEIT(true, true, ResampleFilter.BICUBIC),
        BLIP(true, false, ResampleFilter.BICUBIC);

        private final boolean numberMeansSquare;
        private final boolean crops;
        private final ResampleFilter filter;

        Family(boolean numberMeansSquare, boolean crops, ResampleFilter filter) {
            this.numberMeansSquare = numberMeansSquare;
            this.crops = crops;
            this.filter = filter;
        }
    }

    private final JsonObject json;
    private final Family family;

    private PreprocessorConfig(JsonObject json) throws IOException {
        this.json = json;
        this.family = family(json);
    }

    /**
     * Reads a file.
     *
     * @param file usually {@code preprocessor_config.json} or {@code processor_config.json} beside the model
     * @throws IOException if it cannot be read, or means something that a {@link PreprocessSpec} cannot say; names file and key
     */
    static PreprocessSpec read(Path file) throws IOException {
        JsonObject json = Json.read(file);
        try {
            return new PreprocessorConfig(json.isObject(NESTED) ? json.object(NESTED) : json).spec();
        } catch (IllegalArgumentException e) {
            throw json.wrong(e.getMessage());
        }
    }

    private static Family family(JsonObject json) throws IOException {
        for (String key : List.of("image_processor_type", "feature_extractor_type")) {
            if (json.has(key)) {
                String type = json.text(key);
                for (Family family : Family.values()) {
                    if (type.matches("(?i)" + family + "(ImageProcessor(Fast|Pil)?|FeatureExtractor)")) {
                        return family;
                    }
                }
                if (type.startsWith("Siglip2ImageProcessor")) {
                    throw json.wrong(
                            key,
                            "images of one size: this is SigLIP 2 NaFlex, which takes as many patches as an image's"
                                    + " shape gives. Take a SigLIP 2 of a fixed size, as google/siglip2-base-patch16-224");
                }
                throw json.wrong(
                        key,
                        "an image processor of " + Arrays.toString(Family.values())
                                + ". State what it does as a PreprocessSpec");
            }
        }
        return null;
    }

    private PreprocessSpec spec() throws IOException {
        for (String key : json.keys()) {
            if (!READ.contains(key) && !HARMLESS.contains(key) && !json.isOff(key)) {
                throw json.wrong(
                        key,
                        "only keys that are known here, because others may change pixels. Remove it if it does"
                                + " not, or state the preprocessing as a PreprocessSpec");
            }
        }
        for (String key : List.of("data_format", "input_data_format")) {
            if (json.has(key) && !json.text(key).equals("channels_first")) {
                throw json.wrong(key, "\"channels_first\", the layout of a pixel batch");
            }
        }
        boolean normalize = json.flag("do_normalize", true);
        return new PreprocessSpec(
                Channels.RGB,
                json.flag("do_resize", true) ? resize() : new Resize.None(),
                filter(),
                crop(),
                rescale(),
                normalize ? perChannel("image_mean") : List.of(0.0, 0.0, 0.0),
                normalize ? perChannel("image_std") : List.of(1.0, 1.0, 1.0));
    }

    private double rescale() throws IOException {
        if (!json.flag("do_rescale", true)) {
            return 1.0;
        }
        return json.has("rescale_factor") ? json.number("rescale_factor") : 1.0 / 255;
    }

    private Resize resize() throws IOException {
        if (!json.isObject("size")) {
            int size = json.integer("size");
            return square() ? new Resize.Squash(size, size) : new Resize.ShortestEdge(size);
        }
        JsonObject size = json.object("size");
        if (size.keys().equals(Set.of("shortest_edge"))) {
            return new Resize.ShortestEdge(size.integer("shortest_edge"));
        }
        if (size.keys().equals(Set.of("height", "width"))) {
            return new Resize.Squash(size.integer("width"), size.integer("height"));
        }
        throw json.wrong("size", "a whole number, {\"shortest_edge\"} or {\"height\", \"width\"}");
    }

    /** Old files give one number, which some processors take for the shortest edge and some for a square. */
    private boolean square() throws IOException {
        if (json.has("default_to_square")) {
            return json.flag("default_to_square", true);
        }
        if (family == null) {
            throw json.wrong(
                    "size",
                    "{\"shortest_edge\"} or {\"height\", \"width\"}, because without \"image_processor_type\""
                            + " one number may mean either");
        }
        return family.numberMeansSquare;
    }

    private Optional<CenterCrop> crop() throws IOException {
        if (!json.flag("do_center_crop", family != null && family.crops)) {
            return Optional.empty();
        }
        CenterCrop.Rounding rounding = CenterCrop.Rounding.HUGGING_FACE;
        if (!json.isObject("crop_size")) {
            int size = json.integer("crop_size");
            return Optional.of(new CenterCrop(size, size, rounding));
        }
        JsonObject size = json.object("crop_size");
        if (!size.keys().equals(Set.of("height", "width"))) {
            throw json.wrong("crop_size", "a whole number or {\"height\", \"width\"}");
        }
        return Optional.of(new CenterCrop(size.integer("width"), size.integer("height"), rounding));
    }

    private ResampleFilter filter() throws IOException {
        if (!json.has("resample") && (family != null || !json.flag("do_resize", true))) {
            return family == null ? ResampleFilter.BICUBIC : family.filter;
        }
        int number = json.integer("resample");
        if (number < 0 || number >= BY_NUMBER.size()) {
            throw json.wrong("resample", "0 nearest, 1 lanczos, 2 bilinear, 3 bicubic, 4 box or 5 hamming");
        }
        return BY_NUMBER.get(number);
    }

    private List<Double> perChannel(String key) throws IOException {
        List<Double> values = json.numbers(key);
        if (values.size() != 3) {
            throw json.wrong(key, "three numbers, one a channel");
        }
        return values;
    }
}
