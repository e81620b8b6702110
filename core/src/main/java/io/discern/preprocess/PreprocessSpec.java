package io.discern.preprocess;

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
            throw new IllegalArgumentException(mean.size() + " means and " + std.size() + " standard deviations; expected "
                    + channels.count() + " of each for " + channels);
        }
        if (std.contains(0.0)) {
            throw new IllegalArgumentException("standard deviations " + std + "; expected none to be zero");
        }
        if (crop.isEmpty() && !(resize instanceof Resize.Squash || resize instanceof Resize.PadToSquare)) {
            throw new IllegalArgumentException(
                    resize + " without a centre crop; expected a crop, because the result's size would vary");
        }
    }

    /** The width of the tensor, in pixels. */
    public int outputWidth() {
        if (crop.isPresent()) {
            return crop.get().width();
        }
        return resize instanceof Resize.Squash squash ? squash.width() : ((Resize.PadToSquare) resize).size();
    }

    /** The height of the tensor, in pixels. */
    public int outputHeight() {
        if (crop.isPresent()) {
            return crop.get().height();
        }
        return resize instanceof Resize.Squash squash ? squash.height() : ((Resize.PadToSquare) resize).size();
    }
}
