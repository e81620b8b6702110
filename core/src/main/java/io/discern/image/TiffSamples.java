package io.discern.image;

/** Plain rows of TIFF samples as an image of their mode. */
final class TiffSamples {
    private TiffSamples() {}

    static SourceImage image(TiffLayout layout, TiffDirectory tags, int width, int height, byte[] rows)
            throws RefusedException {
        PixelMode mode = layout.mode();
        byte[] samples = layout.bits() < 8 ? unpacked(layout, width, height, rows) : narrowed(layout, tags, mode, rows);
        if (layout.photometric() == 0) {
            for (int i = 0; i < samples.length; i++) {
                samples[i] = (byte) ~samples[i];
            }
        }
        if (layout.premultiplied()) {
            divideByAlpha(samples);
        }
        return mode == PixelMode.PALETTE
                ? SourceImage.ofPalette(width, height, samples, palette(tags))
                : SourceImage.of(mode, width, height, samples);
    }

    /** Samples of 1, 2 or 4 bits, one a byte; gray is spread over 0 to 255. */
    private static byte[] unpacked(TiffLayout layout, int width, int height, byte[] rows) {
        int bits = layout.bits();
        int most = (1 << bits) - 1;
        int scale = layout.photometric() == 3 ? 1 : 255 / most;
        int stride = rows.length / height;
        byte[] samples = new byte[width * height];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int bit = x * bits;
                int value = rows[y * stride + (bit >> 3)] >> 8 - bits - (bit & 7) & most;
                samples[y * width + x] = (byte) (value * scale);
            }
        }
        return samples;
    }

    /** The samples that the mode has, without further ones; of 16 bits the high byte, as in Pillow. */
    private static byte[] narrowed(TiffLayout layout, TiffDirectory tags, PixelMode mode, byte[] rows) {
        int size = layout.bits() / 8;
        int bands = mode.bands();
        if (size == 1 && bands == layout.samples()) {
            return rows;
        }
        int high = tags.bigEndian() ? 0 : size - 1;
        int pixels = rows.length / (size * layout.samples());
        byte[] samples = new byte[pixels * bands];
        for (int i = 0; i < pixels; i++) {
            for (int c = 0; c < bands; c++) {
                samples[i * bands + c] = rows[(i * layout.samples() + c) * size + high];
            }
        }
        return samples;
    }

    /** Pillow's integers: {@code min(255, 255 * colour / alpha)}, and nothing where alpha is 0. */
    private static void divideByAlpha(byte[] rgba) {
        for (int i = 0; i < rgba.length; i += 4) {
            int alpha = rgba[i + 3] & 0xff;
            for (int c = 0; c < 3; c++) {
                int colour = rgba[i + c] & 0xff;
                rgba[i + c] = (byte) (alpha == 0 ? 0 : Math.min(255, 255 * colour / alpha));
            }
        }
    }

    private static byte[] palette(TiffDirectory tags) throws RefusedException {
        long[] map = tags.values(TiffDirectory.COLOR_MAP);
        if (map.length == 0 || map.length % 3 != 0 || map.length > 3 * 256) {
            throw new RefusedException("TIFF with a colour map of " + map.length
                    + " values; expected three for each of at most 256 colours. Convert it to an RGB PNG.");
        }
        int colours = map.length / 3;
        byte[] palette = new byte[map.length];
        for (int i = 0; i < map.length; i++) {
            palette[i % colours * 3 + i / colours] = (byte) (map[i] >> 8);
        }
        return palette;
    }

    /** Values of gray of more than 8 bits. */
    static DeepGray deep(TiffLayout layout, boolean bigEndian, int width, int height, byte[] rows) {
        boolean inverted = layout.photometric() == 0;
        int bits = layout.bits();
        if (bits == 12) {
            int stride = rows.length / height;
            return new DeepGray(width, height, i -> twelve(rows, i / width * stride, i % width), 0, 4095, inverted);
        }
        boolean signed = layout.format() == 2;
        double greatest = Math.pow(2, signed ? bits - 1 : bits) - 1;
        double least = signed ? -greatest - 1 : 0;
        if (layout.format() == 3) {
            double none = Double.NaN;
            return new DeepGray(
                    width,
                    height,
                    i -> Float.intBitsToFloat((int) word(rows, 4 * i, 4, bigEndian)),
                    none,
                    none,
                    inverted);
        }
        int size = bits / 8;
        return new DeepGray(
                width,
                height,
                i -> {
                    long word = word(rows, size * i, size, bigEndian);
                    return signed ? word << 64 - bits >> 64 - bits : word;
                },
                least,
                greatest,
                inverted);
    }

    private static long word(byte[] rows, int at, int size, boolean bigEndian) {
        long word = 0;
        for (int i = 0; i < size; i++) {
            word = word << 8 | rows[bigEndian ? at + i : at + size - 1 - i] & 0xff;
        }
        return word;
    }

    private static int twelve(byte[] rows, int row, int x) {
        int at = row + x / 2 * 3 + (x & 1);
        int pair = (rows[at] & 0xff) << 8 | rows[at + 1] & 0xff;
        return (x & 1) == 0 ? pair >> 4 : pair & 0xfff;
    }
}
