package io.discern.image;

import java.util.Arrays;
import java.util.Optional;

/**
 * An immutable image: 8 bits a channel, {@code height x width x 3}, row-major, red first.
 *
 * <p>Immutable by agreement: {@link #pixels()} hands out the backing array for speed, and nobody writes to it. Safe to share
 * between threads.
 */
public final class RgbImage {
    private final int width;
    private final int height;
    private final byte[] pixels;
    private final SourceImage source;

    private RgbImage(int width, int height, byte[] pixels, SourceImage source) {
        this.width = width;
        this.height = height;
        this.pixels = pixels;
        this.source = source;
    }

    /**
     * Wraps pixels.
     *
     * @param width in pixels, at least 1
     * @param height in pixels, at least 1
     * @param rgb {@code height * width * 3} bytes, rows from the top, R G B; aliased, so do not modify it afterwards
     * @throws IllegalArgumentException if the sizes disagree
     */
    public static RgbImage of(int width, int height, byte[] rgb) {
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException("image of " + width + " x " + height + "; expected at least 1 x 1");
        }
        long expected = 3L * width * height;
        if (rgb.length != expected) {
            throw new IllegalArgumentException(
                    rgb.length + " bytes for an image of " + width + " x " + height + "; expected " + expected);
        }
        return new RgbImage(width, height, rgb, null);
    }

    /** These pixels, which were converted from an image that is another one when it is resized. */
    RgbImage of(SourceImage source) {
        return new RgbImage(width, height, pixels, source);
    }

    /**
     * The image in its file's own mode, where resizing that first and converting it then gives other pixels than the other way
     * round: a palette, black and white, inks, or an alpha below 255. Empty elsewhere, and for pixels that come from no file. It
     * has no part in equality.
     */
    public Optional<SourceImage> source() {
        return Optional.ofNullable(source);
    }

    /** The width in pixels. */
    public int width() {
        return width;
    }

    /** The height in pixels. */
    public int height() {
        return height;
    }

    /** The backing bytes, {@code height x width x 3}; aliased, not to be modified. */
    public byte[] pixels() {
        return pixels;
    }

    /** The value of one channel (0 red, 1 green, 2 blue) at a place, 0..255. */
    public int get(int x, int y, int channel) {
        return pixels[(y * width + x) * 3 + channel] & 0xff;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RgbImage image
                && width == image.width
                && height == image.height
                && Arrays.equals(pixels, image.pixels);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * width + height) + Arrays.hashCode(pixels);
    }

    /** The size, never the data. */
    @Override
    public String toString() {
        return "RgbImage[" + width + " x " + height + "]";
    }
}
