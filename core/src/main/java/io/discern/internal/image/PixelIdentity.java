package io.discern.internal.image;

import io.discern.image.PixelMode;
import io.discern.image.RgbImage;
import io.discern.image.SourceImage;
import io.discern.internal.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * What decides the tensor that any preprocessing makes of an image: its RGB pixels, and the samples in its file's own mode where the image knows them, because a
 * model may resize those and convert last.
 */
public final class PixelIdentity {
    private PixelIdentity() {}

    /** What an image's own mode adds to the hash of its RGB pixels: {@code " MODE sha256"}, or nothing where it knows none. */
    public static String ofSource(RgbImage image) {
        return image.source()
                .map(source -> {
                    Sha256 hash = new Sha256();
                    addSource(hash, source);
                    return " " + source.mode().pillowName() + " " + hash.hex();
                })
                .orElse("");
    }

    /** Adds size, RGB pixels and, where there are any, the file's own samples to a hash. */
    public static void add(Sha256 hash, RgbImage image) {
        addSize(hash, image.width(), image.height());
        hash.update(image.pixels(), image.pixels().length);
        image.source().ifPresent(source -> addSource(hash, source));
    }

    private static void addSource(Sha256 hash, SourceImage source) {
        byte[] mode = source.mode().pillowName().getBytes(StandardCharsets.US_ASCII);
        hash.update(mode, mode.length);
        addSize(hash, source.width(), source.height());
        hash.update(source.samples(), source.samples().length);
        if (source.mode() == PixelMode.PALETTE) {
            hash.update(source.palette(), source.palette().length);
        }
    }

    private static void addSize(Sha256 hash, int width, int height) {
        byte[] size = ByteBuffer.allocate(2 * Integer.BYTES)
                .putInt(width)
                .putInt(height)
                .array();
        hash.update(size, size.length);
    }
}
