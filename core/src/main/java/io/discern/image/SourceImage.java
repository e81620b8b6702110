package io.discern.image;

import java.util.Arrays;
import java.util.Objects;

/**
 * An image in its file's own mode, before any conversion of colours: {@code height x width x bands} bytes, row-major.
 *
 * <p>For preprocessing that resizes first and converts last, as torchvision's transforms do with a Pillow image. Immutable by
 * agreement: arrays are handed out for speed, and nobody writes to them. Safe to share between threads.
 */
public final class SourceImage {
    private static final int COLOURS = 256;

    private final PixelMode mode;
    private final int width;
    private final int height;
    private final byte[] samples;
    private final byte[] palette;

    private SourceImage(PixelMode mode, int width, int height, byte[] samples, byte[] palette) {
        if (width < 1 || height < 1 || samples.length != (long) width * height * mode.bands()) {
            throw new IllegalArgumentException(samples.length + " bytes for an image of " + width + " x " + height
                    + " in mode " + mode + "; expected height x width x " + mode.bands() + ", at least one pixel");
        }
        this.mode = mode;
        this.width = width;
        this.height = height;
        this.samples = samples;
        this.palette = palette;
    }

    /**
     * Wraps samples of any mode but {@link PixelMode#PALETTE}.
     *
     * @param samples {@code height * width * mode.bands()} bytes; aliased, so do not modify them afterwards
     * @throws IllegalArgumentException if the sizes disagree, or the mode needs a palette
     */
    public static SourceImage of(PixelMode mode, int width, int height, byte[] samples) {
        if (Objects.requireNonNull(mode, "mode") == PixelMode.PALETTE) {
            throw new IllegalArgumentException("mode PALETTE without a palette; expected SourceImage.ofPalette");
        }
        return new SourceImage(mode, width, height, samples, null);
    }

    /**
     * Wraps indices and their palette.
     *
     * @param indices {@code height * width} bytes; aliased
     * @param palette red, green, blue of each index, at most 256; aliased. An index beyond it is black, as in Pillow.
     * @throws IllegalArgumentException if the sizes disagree
     */
    public static SourceImage ofPalette(int width, int height, byte[] indices, byte[] palette) {
        if (palette.length % 3 != 0 || palette.length > 3 * COLOURS) {
            throw new IllegalArgumentException(
                    "a palette of " + palette.length + " bytes; expected three for each of at most 256 colours");
        }
        return new SourceImage(PixelMode.PALETTE, width, height, indices, palette);
    }

    /** How the pixels are stored. */
    public PixelMode mode() {
        return mode;
    }

    /** The width in pixels. */
    public int width() {
        return width;
    }

    /** The height in pixels. */
    public int height() {
        return height;
    }

    /** The backing bytes, {@code height x width x mode().bands()}; aliased, not to be modified. */
    public byte[] samples() {
        return samples;
    }

    /**
     * Red, green and blue of each index; aliased, not to be modified.
     *
     * @throws IllegalStateException if the mode is not {@link PixelMode#PALETTE}
     */
    public byte[] palette() {
        if (palette == null) {
            throw new IllegalStateException("an image of mode " + mode + " has no palette; ask mode() first");
        }
        return palette;
    }

    /**
     * The image as RGB, byte for byte Pillow's {@code convert("RGB")}: alpha is dropped. RGB samples are aliased. The result knows
     * this image where that matters to a resize ({@link RgbImage#source()}).
     */
    public RgbImage toRgb() {
        if (mode == PixelMode.RGB) {
            return RgbImage.of(width, height, samples);
        }
        byte[] rgb = new byte[3 * width * height];
        switch (mode) {
            case PALETTE -> throughPalette(rgb);
            case CMYK -> fromInks(rgb);
            case RGBA -> pick(rgb, 4, 1, 2);
            case GRAY_ALPHA -> pick(rgb, 2, 0, 0);
            default -> pick(rgb, 1, 0, 0);
        }
        RgbImage image = RgbImage.of(width, height, rgb);
        return mode == PixelMode.GRAY || isOpaque() ? image : image.of(this);
    }

    /** Whether it has an alpha, and that is full everywhere. */
    private boolean isOpaque() {
        int bands = mode.bands();
        boolean opaque = mode == PixelMode.RGBA || mode == PixelMode.GRAY_ALPHA;
        for (int i = bands - 1; opaque && i < samples.length; i += bands) {
            opaque = samples[i] == (byte) 255;
        }
        return opaque;
    }

    private void pick(byte[] rgb, int bands, int green, int blue) {
        for (int in = 0, out = 0; out < rgb.length; in += bands, out += 3) {
            rgb[out] = samples[in];
            rgb[out + 1] = samples[in + green];
            rgb[out + 2] = samples[in + blue];
        }
    }

    private void throughPalette(byte[] rgb) {
        byte[] colours = Arrays.copyOf(palette, 3 * COLOURS);
        for (int i = 0, out = 0; i < samples.length; i++, out += 3) {
            int at = 3 * (samples[i] & 0xff);
            rgb[out] = colours[at];
            rgb[out + 1] = colours[at + 1];
            rgb[out + 2] = colours[at + 2];
        }
    }

    /** Pillow's arithmetic, without a colour profile: {@code red = k' - round(c * k' / 255)}, {@code k' = 255 - k}. */
    private void fromInks(byte[] rgb) {
        for (int in = 0, out = 0; out < rgb.length; in += 4, out += 3) {
            int light = 255 - (samples[in + 3] & 0xff);
            for (int c = 0; c < 3; c++) {
                int ink = (samples[in + c] & 0xff) * light + 128;
                rgb[out + c] = (byte) Math.max(light - ((ink >> 8) + ink >> 8), 0);
            }
        }
    }

    /** Mode and size, never the data. */
    @Override
    public String toString() {
        return "SourceImage[" + mode + ", " + width + " x " + height + "]";
    }
}
