package io.discern.preprocess;

import io.discern.internal.Json;
import io.discern.internal.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Reads what timm does to an image for evaluation ({@code resolve_data_config}, {@code transforms_imagenet_eval}) from the
 * {@code pretrained_cfg} of its {@code config.json}; in old files its keys lie beside {@code architecture}.
 *
 * <p>Absent keys are timm's defaults: 3 x 224 x 224, bicubic, a share of 0.875 cropped from the centre, ImageNet's mean and
 * standard deviation. The sizes and shares for tests ({@code test_input_size}, {@code test_crop_pct}) are not used, as timm does
 * not unless asked. The resize is Pillow's and the crop torchvision's.
 */
final class TimmConfig {
    private static final List<Double> IMAGENET_MEAN = List.of(0.485, 0.456, 0.406);
    private static final List<Double> IMAGENET_STD = List.of(0.229, 0.224, 0.225);
    private static final double USUAL_SHARE = 0.875;

    private final JsonObject json;

    private TimmConfig(JsonObject json) {
        this.json = json;
    }

    /**
     * Reads a file.
     *
     * @param file usually {@code config.json} beside the model
     * @return empty if it is no file of timm's
     * @throws IOException if it cannot be read, or means something that a {@link PreprocessSpec} cannot say; names file and key
     */
    static Optional<PreprocessSpec> read(Path file) throws IOException {
        JsonObject root = Json.read(file);
        if (!root.isObject("pretrained_cfg") && !root.has("architecture")) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new TimmConfig(root.isObject("pretrained_cfg") ? root.object("pretrained_cfg") : root).spec());
        } catch (IllegalArgumentException e) {
            throw root.wrong(e.getMessage());
        }
    }

    private PreprocessSpec spec() throws IOException {
        int height = side(1);
        int width = side(2);
        double share = json.has("crop_pct") ? json.number("crop_pct") : USUAL_SHARE;
        if (!(share > 0)) {
            throw json.wrong("crop_pct", "a share above 0");
        }
        Resize resize = resize((int) Math.floor(width / share), (int) Math.floor(height / share), share);
        return new PreprocessSpec(
                Channels.RGB,
                resize,
                resize instanceof Resize.Cover ? ResampleFilter.BILINEAR : filter(), // timm forgets it there
                resize instanceof Resize.Fit
                        ? Optional.empty()
                        : Optional.of(new CenterCrop(width, height, CenterCrop.Rounding.TORCHVISION)),
                1.0 / 255,
                perChannel("mean", IMAGENET_MEAN),
                perChannel("std", IMAGENET_STD));
    }

    /** Of {@code input_size}, which is channels, height, width. */
    private int side(int place) throws IOException {
        if (!json.has("input_size")) {
            return 224;
        }
        List<Double> sizes = json.numbers("input_size");
        if (sizes.size() != 3 || sizes.get(0) != 3 || sizes.stream().anyMatch(size -> size != Math.rint(size))) {
            throw json.wrong("input_size", "3 channels, height and width");
        }
        return sizes.get(place).intValue();
    }

    private Resize resize(int width, int height, double share) throws IOException {
        String mode = json.has("crop_mode") ? json.text("crop_mode") : "center";
        return switch (mode) {
            case "squash" -> new Resize.Squash(width, height);
            case "border" -> {
                if (share != 1) {
                    throw json.wrong("crop_pct", "1 with crop_mode \"border\"");
                }
                yield new Resize.Fit(width, height, fill());
            }
            // timm takes every other word for "center"
            default -> width == height ? new Resize.ShortestEdge(width) : new Resize.Cover(width, height);
        };
    }

    /** The border's colour is the mean. */
    private int fill() throws IOException {
        List<Double> mean = perChannel("mean", IMAGENET_MEAN);
        double level = Math.rint(255 * mean.get(0));
        if (mean.stream().anyMatch(value -> Math.rint(255 * value) != level)) {
            throw json.wrong("mean", "one value for all channels with crop_mode \"border\", whose colour it is");
        }
        return (int) level;
    }

    private ResampleFilter filter() throws IOException {
        String name = json.has("interpolation") ? json.text("interpolation") : "bicubic";
        return switch (name) {
            case "nearest" -> ResampleFilter.NEAREST;
            case "bilinear" -> ResampleFilter.BILINEAR;
            case "bicubic" -> ResampleFilter.BICUBIC;
            case "box" -> ResampleFilter.BOX;
            case "hamming" -> ResampleFilter.HAMMING;
            case "lanczos" -> ResampleFilter.LANCZOS;
            default -> throw json.wrong("interpolation", "one of [nearest, bilinear, bicubic, box, hamming, lanczos]");
        };
    }

    private List<Double> perChannel(String key, List<Double> absent) throws IOException {
        List<Double> values = json.has(key) ? json.numbers(key) : absent;
        if (values.size() != 3) {
            throw json.wrong(key, "three numbers, one a channel");
        }
        return values;
    }
}
