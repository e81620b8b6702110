package io.discern.dataset;

import io.discern.image.ImageFacts;
import io.discern.image.RgbImage;
import io.discern.internal.Sha256;
import io.discern.internal.image.PixelIdentity;
import java.util.Optional;

/**
 * What one look at an image's pixels gives.
 *
 * @param width in pixels; 0 if it could not be read
 * @param height in pixels
 * @param format the file's format; empty if it is no file
 * @param sha256 of the RGB bytes, rows from the top; empty if it could not be read
 * @param source what the file's own mode adds to that, as {@link PixelIdentity} says
 * @param hash the perceptual hash; null if it could not be read or shows nothing
 * @param facts what a DICOM file says of itself
 * @param failure why it could not be read, or empty
 */
record PixelFacts(
        int width,
        int height,
        String format,
        String sha256,
        String source,
        long[] hash,
        Optional<ImageFacts> facts,
        String failure) {

    /** Of an image that cannot be read. */
    static PixelFacts failed(String format, String reason) {
        return new PixelFacts(0, 0, format, "", "", null, Optional.empty(), reason);
    }

    /** Of pixels. */
    static PixelFacts of(RgbImage pixels, String format, Optional<ImageFacts> facts) {
        return new PixelFacts(
                pixels.width(),
                pixels.height(),
                format,
                Sha256.ofBytes(pixels.pixels()),
                PixelIdentity.ofSource(pixels),
                PerceptualHash.of(pixels),
                facts,
                "");
    }

    boolean readable() {
        return failure.isEmpty();
    }

    /** What two images have in common if and only if their RGB pixels are equal: they show the same. */
    String key() {
        return width + "x" + height + " " + sha256;
    }

    /** What two images have in common if and only if every preprocessing gives the same for both. */
    String content() {
        return readable() ? key() + source : LabeledImage.UNREADABLE;
    }
}
