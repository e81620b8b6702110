package io.discern.preprocess;

import io.discern.internal.Json;
import io.discern.internal.Sha256;
import io.discern.internal.preprocess.Geometry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What happens to an image before a model sees it; plain data with a stable hash.
 *
 * <p>In order: convert to {@code channels}, resize, crop, then {@code (value * rescale - mean) / std} in float32.
 *
 * @param channels which channels, in which order
 * @param resize how the size is changed
 * @param filter how pixels are resampled
 * @param crop the centre crop afterwards, if any
 * @param rescale what a byte is multiplied by, usually 1/255
 * @param mean subtracted after rescaling, one value per channel
 * @param std divided by, one value per channel, none zero
 */
public record PreprocessSpec(
        Channels channels,
        Resize resize,
        ResampleFilter filter,
        Optional<CenterCrop> crop,
        double rescale,
        List<Double> mean,
        List<Double> std) {

    /** Checks and copies. */
    public PreprocessSpec {
        Objects.requireNonNull(channels, "channels");
        Objects.requireNonNull(resize, "resize");
        Objects.requireNonNull(filter, "filter");
        Objects.requireNonNull(crop, "crop");
        mean = List.copyOf(mean);
        std = List.copyOf(std);
        if (mean.size() != channels.count() || std.size() != channels.count()) {
            throw new IllegalArgumentException(mean.size() + " means and " + std.size()
                    + " standard deviations; expected " + channels.count() + " of each for " + channels);
        }
        for (double value : mean) {
            requireFinite("mean", value);
        }
        for (double value : std) {
            requireFinite("standard deviation", value);
        }
        requireFinite("rescale", rescale);
        if (std.contains(0.0) || std.contains(-0.0)) {
            throw new IllegalArgumentException("standard deviations " + std + "; expected none to be zero");
        }
        if (crop.isEmpty() && !(resize instanceof Resize.ToSize)) {
            throw new IllegalArgumentException(
                    resize + " without a centre crop; expected a crop, because the result's size would vary");
        }
        if (crop.isPresent() && resize instanceof Resize.Fit) {
            throw new IllegalArgumentException(
                    resize + " with a centre crop; expected none, because its border is the crop");
        }
    }

    private static void requireFinite(String what, double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(what + " " + value + "; expected a finite number");
        }
    }

    /** The width of the tensor, in pixels. */
    public int outputWidth() {
        return crop.isPresent() ? crop.get().width() : ((Resize.ToSize) resize).width();
    }

    /** The height of the tensor, in pixels. */
    public int outputHeight() {
        return crop.isPresent() ? crop.get().height() : ((Resize.ToSize) resize).height();
    }

    /**
     * The part of an image that the tensor shows; all of it unless there is a centre crop.
     *
     * @param width of the image, in pixels
     * @param height of the image, in pixels
     * @throws IllegalArgumentException if the image is so elongated that its resized size is absurd
     */
    public SourceWindow visible(int width, int height) {
        return Geometry.of(this, width, height).visible();
    }

    /**
     * Reads a specification. The file's name says in which form: {@code preprocessor_config.json} and
     * {@code processor_config.json} are Hugging Face's (the CLIP, SigLIP, BiT, ViT, DeiT and BLIP image processors),
     * {@code open_clip_config.json} is open_clip's, and any other name has the form of {@link #toJson()}.
     *
     * @throws IOException if it cannot be read, a key is missing, unknown or wrong, or it means something that a specification
     *     cannot say; names file and key
     */
    public static PreprocessSpec read(Path file) throws IOException {
        return switch (file.getFileName().toString()) {
            case "preprocessor_config.json", "processor_config.json" -> PreprocessorConfig.read(file);
            case "open_clip_config.json" -> OpenClipConfig.read(file);
            default -> SpecJson.read(Json.read(file));
        };
    }

    /**
     * Reads a specification from text in the form of {@link #toJson()}.
     *
     * @param json one JSON object
     * @param where names the text in messages
     * @throws IOException if a key is missing, unknown or wrong; names the place and the key
     */
    public static PreprocessSpec parse(String json, String where) throws IOException {
        return SpecJson.read(Json.read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)), where));
    }

    /** The canonical text: JSON with a fixed order of keys and no spaces; equal specifications have equal texts. */
    public String toJson() {
        return SpecJson.write(this);
    }

    /** The SHA-256 of {@link #toJson()} in UTF-8, 64 hexadecimal digits; the same on every machine and Java version. */
    public String hash() {
        return Sha256.ofText(toJson());
    }

    /** Size, resize, filter and the start of the hash. */
    @Override
    public String toString() {
        return "PreprocessSpec[" + outputWidth() + " x " + outputHeight() + " " + channels + ", " + resize + ", "
                + SpecJson.kebab(filter) + ", " + hash().substring(0, 12) + "]";
    }
}
