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
 * <p>In order: convert to {@code channels}, resize, crop, then {@code (value * rescale - mean) / std} in float32; or resize and
 * crop in the file's own mode before that is converted ({@link Conversion#LAST}).
 *
 * @param channels which channels, in which order
 * @param resize how the size is changed
 * @param filter how pixels are resampled
 * @param crop the centre crop afterwards, if any
 * @param rescale what a byte is multiplied by, usually 1/255
 * @param mean subtracted after rescaling, one value per channel
 * @param std divided by, one value per channel, none zero
 * @param convert when an image of another mode than RGB becomes RGB
 */
public record PreprocessSpec(
        Channels channels,
        Resize resize,
        ResampleFilter filter,
        Optional<CenterCrop> crop,
        double rescale,
        List<Double> mean,
        List<Double> std,
        Conversion convert) {

    /** A specification that converts first. */
    public PreprocessSpec(
            Channels channels,
            Resize resize,
            ResampleFilter filter,
            Optional<CenterCrop> crop,
            double rescale,
            List<Double> mean,
            List<Double> std) {
        this(channels, resize, filter, crop, rescale, mean, std, Conversion.FIRST);
    }

    /** Checks and copies. */
    public PreprocessSpec {
        Objects.requireNonNull(channels, "channels");
        Objects.requireNonNull(resize, "resize");
        Objects.requireNonNull(filter, "filter");
        Objects.requireNonNull(crop, "crop");
        Objects.requireNonNull(convert, "convert");
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
        if (crop.isPresent() && (resize instanceof Resize.Fit || resize instanceof Resize.FitCorner)) {
            throw new IllegalArgumentException(
                    resize + " with a centre crop; expected none, because its border is the crop");
        }
        if (filter == ResampleFilter.TENSORFLOW_BILINEAR && !(resize instanceof Resize.Squash && crop.isEmpty())) {
            throw new IllegalArgumentException(
                    "filter tensorflow-bilinear with " + resize + "; expected a squash without a crop");
        }
        if (convert == Conversion.LAST
                && (channels.isGray()
                        || resize instanceof Resize.PadToSquare
                        || filter == ResampleFilter.TENSORFLOW_BILINEAR)) {
            throw new IllegalArgumentException(
                    "convert last with " + channels + ", " + resize + ", " + filter
                            + "; expected convert first where there is gray, padding before the resize, or TensorFlow's filter");
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
        return Geometry.of(this, ResampleFilter.NEAREST, width, height).visible(); // whatever the filter
    }

    /**
     * Reads a specification. The file's name says in which form: {@code preprocessor_config.json} and
     * {@code processor_config.json} are Hugging Face's (the image processors of BEiT, BiT, BLIP, CLIP, ConvNeXT, DeiT, DINOv3,
     * EfficientNet, MobileViT, SigLIP and ViT), {@code open_clip_config.json} is open_clip's, {@code config.json} is timm's, and
     * any other name has the form of {@link #toJson()}.
     *
     * @throws IOException if it cannot be read, a key is missing, unknown or wrong, or it means something that a specification
     *     cannot say; names file and key
     */
    public static PreprocessSpec read(Path file) throws IOException {
        return find(file)
                .orElseThrow(() -> new IOException(file + ": says nothing of images; expected what is done to one"));
    }

    /**
     * Reads a specification as {@link #read} does; empty if the file is of a published model and says nothing of images, as
     * transformers' {@code config.json} or the {@code processor_config.json} of a tokenizer.
     *
     * @throws IOException as {@link #read}
     */
    public static Optional<PreprocessSpec> find(Path file) throws IOException {
        return switch (file.getFileName().toString()) {
            case "preprocessor_config.json", "processor_config.json" -> PreprocessorConfig.read(file);
            case "open_clip_config.json" -> OpenClipConfig.read(file);
            case "config.json" -> TimmConfig.read(file);
            default -> Optional.of(SpecJson.read(Json.read(file)));
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
