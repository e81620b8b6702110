package io.discern.dataset;

import io.discern.image.ImageDecoder;
import io.discern.image.ImageFacts;
import io.discern.image.RgbImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
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

    static PixelFacts of(LabeledImage image) {
        String format = "";
        Optional<ImageFacts> facts = Optional.empty();
        try {
            Optional<Path> file = file(image.path());
            if (file.isPresent()) {
                format = FirstBytes.format(file.get()).orElse("");
                if (format.equals("DICOM")) {
                    facts = Optional.of(ImageDecoder.standard().facts(file.get()));
                }
            }
            RgbImage pixels = image.source().load();
            return new PixelFacts(
                    pixels.width(),
                    pixels.height(),
                    format,
                    sha256(pixels.pixels()),
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
            return Optional.of(Path.of(path)).filter(Files::isRegularFile);
        } catch (InvalidPathException noFile) {
            return Optional.empty();
        }
    }

    private static String sha256(byte[] pixels) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(pixels));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
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
