package io.discern.preprocess;

import java.util.Objects;

/**
 * A crop around the centre. Where the image is smaller, zeros (black before normalisation) are added around it.
 *
 * @param width in pixels
 * @param height in pixels
 * @param rounding where the crop starts when the difference is odd
 */
public record CenterCrop(int width, int height, Rounding rounding) {

    /** Checks. */
    public CenterCrop {
        Objects.requireNonNull(rounding, "rounding");
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException(
                    "centre crop of " + width + " x " + height + "; expected at least 1 x 1");
        }
    }

    /** Two rules are in use, and they differ by one pixel when the difference of sizes is odd. */
    public enum Rounding {
        /** {@code round((size - crop) / 2)}, halves to even: torchvision, and so OpenAI's CLIP and open_clip. */
        TORCHVISION,
        /** {@code (size - crop) / 2} rounded down: Hugging Face's image processors. */
        HUGGING_FACE
    }
}
