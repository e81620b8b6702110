package io.discern.image;

import java.util.Arrays;

/**
 * How the samples of a TIFF picture lie: Pillow's table of what each combination of tags means.
 *
 * @param photometric 0 white is zero, 1 black is zero, 2 RGB, 3 palette, 5 CMYK, 6 YCbCr
 * @param bits of each sample
 * @param format 1 unsigned, 2 signed, 3 floating point
 * @param samples of each pixel in the file
 * @param extra what the sample after the colours is: -1 not there, 0 unspecified, 1 alpha multiplied in, 2 plain alpha
 */
record TiffLayout(int photometric, int bits, int format, int samples, int extra) {
    private static final int MOST_SAMPLES = 6;

    static TiffLayout of(TiffDirectory tags) throws RefusedException {
        int photometric = (int) tags.value(TiffDirectory.PHOTOMETRIC, 0);
        long[] bits = tags.values(TiffDirectory.BITS);
        long[] formats = tags.values(TiffDirectory.SAMPLE_FORMAT);
        long[] extras = tags.values(TiffDirectory.EXTRA_SAMPLES);
        long samples = tags.value(TiffDirectory.SAMPLES, 1);
        if (!allEqual(bits) || !allEqual(formats) || samples > MOST_SAMPLES || samples < 1) {
            throw new RefusedException("TIFF of " + samples + " samples with bits " + Arrays.toString(bits)
                    + "; expected at most " + MOST_SAMPLES + " samples, all alike. Convert it to an RGB PNG.");
        }
        int colours = switch (photometric) {
            case 2, 6 -> 3;
            case 5 -> 4;
            default -> 1;
        };
        int extra = samples <= colours ? -1 : extras.length == 0 ? 2 : (int) extras[0];
        TiffLayout layout = new TiffLayout(
                photometric,
                (int) (bits.length == 0 ? 1 : bits[0]),
                (int) (formats.length == 0 ? 1 : formats[0]),
                (int) samples,
                extra == 999 ? 2 : extra);
        if (layout.mode() == null && !layout.deep()
                || samples < colours && !(photometric == 6 && samples == 1)
                || extras.length > 0 && extras.length != samples - colours
                || extras.length == 0 && samples > colours && !(photometric == 2 && samples == 4)) {
            throw new RefusedException("TIFF of photometric interpretation " + photometric + " with " + samples
                    + " samples of " + layout.bits + " bits, format " + layout.format + ", extra samples "
                    + Arrays.toString(extras) + ": a combination without an agreed meaning. Convert it to an RGB PNG.");
        }
        return layout;
    }

    private static boolean allEqual(long[] values) {
        return Arrays.stream(values).distinct().count() <= 1;
    }

    /** Gray of more than 8 bits, which needs a range. */
    boolean deep() {
        return photometric <= 1
                && samples == 1
                && (format == 1 && (bits == 12 || bits == 16 || bits == 32)
                        || format == 2 && (bits == 16 || bits == 32)
                        || format == 3 && bits == 32);
    }

    /** The mode of its pixels, or null where there is none. */
    PixelMode mode() {
        boolean bytes = bits == 8;
        boolean words = bits == 16;
        boolean small = bits == 1 || bits == 2 || bits == 4;
        if (format != 1 && !(format == 2 && bytes && photometric == 1)) {
            return null;
        }
        return switch (photometric) {
            case 0, 1 -> gray(bytes, small);
            case 2 -> bytes || words ? extra < 1 ? PixelMode.RGB : PixelMode.RGBA : null;
            case 3 -> extra < 1 && (bytes || small && samples == 1) ? PixelMode.PALETTE : null;
            case 5 -> extra < 1 && (bytes || words) ? PixelMode.CMYK : null;
            case 6 -> bytes && extra < 0 ? samples == 1 ? PixelMode.GRAY : PixelMode.RGB : null;
            default -> null;
        };
    }

    private PixelMode gray(boolean bytes, boolean small) {
        if (extra == 2 && samples == 2 && bytes && photometric == 1) {
            return PixelMode.GRAY_ALPHA;
        }
        if (extra >= 0) {
            return null;
        }
        return bits == 1 ? PixelMode.BILEVEL : bytes || small ? PixelMode.GRAY : null;
    }

    /** Whether colours are stored multiplied by their alpha. */
    boolean premultiplied() {
        return extra == 1;
    }
}
