package io.discern.preprocess;

import io.discern.internal.Json;
import io.discern.internal.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads Hugging Face's {@code preprocessor_config.json} and the {@code image_processor} of a {@code processor_config.json}, where
 * transformers 5 writes it, of the image processors of {@link Family}.
 *
 * <p>What is absent or null has the processor's own default in transformers 5. A key that is not known here and is not off (null
 * or false) is an error, because it may change pixels. The centre crop starts where Hugging Face's does: half the excess, rounded
 * down. Resizing is Pillow's; a processor that resizes tensors (torchvision's, the default of transformers 5, and DINOv3's only
 * one) differs from it by one level.
 */
final class PreprocessorConfig {
    private static final String NESTED = "image_processor";

    private static final List<String> TYPES = List.of("image_processor_type", "feature_extractor_type");

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

    /** Keys of single processors. */
    private static final String CROP_SHARE = "crop_pct";

    private static final String RESCALE_OFFSET = "rescale_offset";
    private static final String INCLUDE_TOP = "include_top";
    private static final String FLIP = "do_flip_channel_order";

    private static final List<Double> OPENAI_MEAN = List.of(0.48145466, 0.4578275, 0.40821073);
    private static final List<Double> OPENAI_STD = List.of(0.26862954, 0.26130258, 0.27577711);
    private static final List<Double> IMAGENET_MEAN = List.of(0.485, 0.456, 0.406);
    private static final List<Double> IMAGENET_STD = List.of(0.229, 0.224, 0.225);
    private static final List<Double> HALF = List.of(0.5, 0.5, 0.5);
    /** ConvNeXT's edge from which on images are squashed instead of cropped. */
    private static final int CONVNEXT_SQUASHES = 384;

    private static final List<ResampleFilter> BY_NUMBER = List.of(
            ResampleFilter.NEAREST,
            ResampleFilter.LANCZOS,
            ResampleFilter.BILINEAR,
            ResampleFilter.BICUBIC,
            ResampleFilter.BOX,
            ResampleFilter.HAMMING);

    /** The processors and what they do when the file does not say. */
    private enum Family {
        BEIT(new Resize.Squash(224, 224), true, 224, false, ResampleFilter.BICUBIC, HALF, HALF),
        BIT(new Resize.ShortestEdge(224), false, 224, true, ResampleFilter.BICUBIC, OPENAI_MEAN, OPENAI_STD),
        BLIP(new Resize.Squash(384, 384), true, 0, false, ResampleFilter.BICUBIC, OPENAI_MEAN, OPENAI_STD),
        CHINESECLIP(new Resize.ShortestEdge(224), false, 224, true, ResampleFilter.BICUBIC, OPENAI_MEAN, OPENAI_STD),
        CLIP(new Resize.ShortestEdge(224), false, 224, true, ResampleFilter.BICUBIC, OPENAI_MEAN, OPENAI_STD),
        CONVNEXT(new Resize.ShortestEdge(384), false, 0, false, ResampleFilter.BICUBIC, HALF, HALF, CROP_SHARE),
        DEIT(new Resize.Squash(256, 256), true, 224, true, ResampleFilter.BICUBIC, HALF, HALF),
        DINOV3VIT(new Resize.Squash(224, 224), true, 0, false, ResampleFilter.BILINEAR, IMAGENET_MEAN, IMAGENET_STD),
        EFFICIENTNET(
                new Resize.Squash(346, 346),
                true,
                289,
                false,
                ResampleFilter.BICUBIC,
                HALF,
                HALF,
                RESCALE_OFFSET,
                INCLUDE_TOP),
        MOBILEVIT(new Resize.ShortestEdge(224), false, 256, true, ResampleFilter.BICUBIC, HALF, HALF, FLIP),
        SIGLIP(new Resize.Squash(224, 224), false, 0, false, ResampleFilter.BICUBIC, HALF, HALF),
        VIT(new Resize.Squash(224, 224), true, 0, false, ResampleFilter.BILINEAR, HALF, HALF);

        private final Resize size;
        private final boolean numberMeansSquare;
        /** In pixels; 0 where the library has none. */
        private final int crop;

        private final boolean crops;
        private final ResampleFilter filter;
        private final List<Double> mean;
        private final List<Double> std;
        private final Set<String> keys;

        Family(
                Resize size,
                boolean numberMeansSquare,
                int crop,
                boolean crops,
                ResampleFilter filter,
                List<Double> mean,
                List<Double> std,
                String... keys) {
            this.size = size;
            this.numberMeansSquare = numberMeansSquare;
            this.crop = crop;
            this.crops = crops;
            this.filter = filter;
            this.mean = mean;
            this.std = std;
            this.keys = Set.of(keys);
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
     * @return empty if it says nothing of images
     * @throws IOException if it cannot be read, or means something that a {@link PreprocessSpec} cannot say; names file and key
     */
    static Optional<PreprocessSpec> read(Path file) throws IOException {
        JsonObject json = Json.read(file);
        JsonObject image = json.isObject(NESTED) ? json.object(NESTED) : json;
        if (image.keys().stream().noneMatch(key -> READ.contains(key) || TYPES.contains(key))) {
            return Optional.empty();
        }
        try {
            return Optional.of(new PreprocessorConfig(image).spec());
        } catch (IllegalArgumentException e) {
            throw json.wrong(e.getMessage());
        }
    }

    private static Family family(JsonObject json) throws IOException {
        for (String key : TYPES) {
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
            boolean known = READ.contains(key) || HARMLESS.contains(key) || family != null && family.keys.contains(key);
            if (!known && !json.isOff(key)) {
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
        boolean resizes = json.flag("do_resize", true);
        Resize resize = resizes ? resize() : new Resize.None();
        Optional<CenterCrop> crop = crop();
        if (family == Family.CONVNEXT && resize instanceof Resize.ShortestEdge shortest) {
            if (crop.isPresent()) {
                throw json.wrong("do_center_crop", "false, because ConvNeXT's resize crops already");
            }
            int edge = shortest.edge();
            boolean crops = edge < CONVNEXT_SQUASHES;
            resize = crops ? new Resize.ShortestEdge((int) (edge / cropShare())) : new Resize.Squash(edge, edge);
            crop = crops ? Optional.of(new CenterCrop(edge, edge, CenterCrop.Rounding.HUGGING_FACE)) : crop;
        }
        boolean flips = family == Family.MOBILEVIT && json.flag(FLIP, true);
        // MobileViT's processor never does, whatever the file says
        boolean normalize = family != Family.MOBILEVIT && json.flag("do_normalize", true);
        return new PreprocessSpec(
                flips ? Channels.BGR : Channels.RGB,
                resize,
                filter(),
                crop,
                rescale(),
                mean(normalize),
                std(normalize));
    }

    private double cropShare() throws IOException {
        double share = json.has(CROP_SHARE) ? json.number(CROP_SHARE) : 224.0 / 256;
        if (!(share > 0 && share <= 1)) {
            throw json.wrong(CROP_SHARE, "a share above 0 and at most 1");
        }
        return share;
    }

    private double rescale() throws IOException {
        if (!json.flag("do_rescale", true)) {
            return 1.0;
        }
        return json.has("rescale_factor") ? json.number("rescale_factor") : 1.0 / 255;
    }

    /** EfficientNet may take 1 away after the rescaling, which is as much more mean. */
    private List<Double> mean(boolean normalize) throws IOException {
        List<Double> mean =
                normalize ? perChannel("image_mean", family == null ? null : family.mean) : List.of(0.0, 0.0, 0.0);
        boolean offset =
                family == Family.EFFICIENTNET && json.flag("do_rescale", true) && json.flag(RESCALE_OFFSET, false);
        return offset ? mean.stream().map(value -> value + 1).toList() : mean;
    }

    /** EfficientNet divides by it a second time where it feeds a classifier. */
    private List<Double> std(boolean normalize) throws IOException {
        boolean top = family == Family.EFFICIENTNET && json.flag(INCLUDE_TOP, true);
        if (!normalize && !top) {
            return List.of(1.0, 1.0, 1.0);
        }
        List<Double> std = perChannel("image_std", family == null ? null : family.std);
        return normalize && top ? std.stream().map(value -> value * value).toList() : std;
    }

    private Resize resize() throws IOException {
        if (!json.has("size") && family != null) {
            return family.size;
        }
        if (!json.isObject("size")) {
            int size = json.integer("size");
            return square() ? new Resize.Squash(size, size) : new Resize.ShortestEdge(size);
        }
        JsonObject size = json.object("size");
        if (size.keys().equals(Set.of("shortest_edge"))) {
            return new Resize.ShortestEdge(size.integer("shortest_edge"));
        }
        if (size.keys().equals(Set.of("height", "width")) && family != Family.CONVNEXT) {
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
            boolean known = !json.has("crop_size") && family != null && family.crop > 0;
            int size = known ? family.crop : json.integer("crop_size");
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

    private List<Double> perChannel(String key, List<Double> absent) throws IOException {
        if (!json.has(key) && absent != null) {
            return absent;
        }
        List<Double> values = json.isNumber(key) ? Collections.nCopies(3, json.number(key)) : json.numbers(key);
        if (values.size() != 3) {
            throw json.wrong(key, "three numbers, one a channel");
        }
        return values;
    }
}
