package io.discern.dataset;

import io.discern.image.ImageDecoder;
import io.discern.image.ImageFacts;
import io.discern.image.RgbImage;
import io.discern.internal.Sha256;
import io.discern.internal.file.FileNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What one look at an image's pixels gives.
 *
 * @param width in pixels; 0 if it could not be read
 * @param height in pixels
 * @param format the file's format; empty if it is no file
 * @param sha256 of the RGB bytes, rows from the top; empty if it could not be read
 * @param hash the perceptual hash; null if it could not be read or shows nothing
 * @param facts what a DICOM file says of itself
 * @param failure why it could not be read, or empty
 */
record PixelFacts(
        int width, int height, String format, String sha256, long[] hash, Optional<ImageFacts> facts, String failure) {

    /**
     * Looks at an image.
     *
     * @param told what DICOM files have said of themselves, by their paths; added to, so that a file of many frames is asked once
     */
    static PixelFacts of(LabeledImage image, Map<String, ImageFacts> told) {
        String format = "";
        Optional<ImageFacts> facts = Optional.empty();
        try {
            Optional<Path> file = file(image.path());
            if (file.isPresent()) {
                format = FirstBytes.format(file.get()).orElse("");
                if (format.equals("DICOM")) {
                    if (!told.containsKey(image.path())) {
                        told.put(image.path(), ImageDecoder.standard().facts(file.get()));
                    }
                    facts = Optional.of(told.get(image.path()));
                }
            }
            RgbImage pixels = image.source().load();
            return new PixelFacts(
                    pixels.width(),
                    pixels.height(),
                    format,
                    Sha256.ofBytes(pixels.pixels()),
                    PerceptualHash.of(pixels),
                    facts,
                    "");
        } catch (IOException unreadable) {
            return failed(format, FirstBytes.reason(unreadable));
        } catch (RuntimeException broken) {
            // A source is anybody's code; what it throws is this image's loss, as in a run.
            return failed(format, broken.toString());
        }
    }

    private static PixelFacts failed(String format, String reason) {
        return new PixelFacts(0, 0, format, "", null, Optional.empty(), reason);
    }

    private static Optional<Path> file(String path) {
        try {
            return Optional.of(FileNames.path(path)).filter(Files::isRegularFile);
        } catch (InvalidPathException noFile) {
            return Optional.empty();
        }
    }

    boolean readable() {
        return failure.isEmpty();
    }

    /** What two images have in common if and only if their pixels are equal. */
    String key() {
        return width + "x" + height + " " + sha256;
    }
}
