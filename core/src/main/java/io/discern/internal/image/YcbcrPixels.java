package io.discern.internal.image;

/** YCbCr to RGB in libjpeg's 16-bit fixed point. */
public final class YcbcrPixels {
    private YcbcrPixels() {}

    /** Converts the first three of {@code bands} samples of each pixel in place. */
    public static void toRgb(int[] row, int bands) {
        for (int i = 0; i < row.length; i += bands) {
            int y = row[i];
            int cb = row[i + 1] - 128;
            int cr = row[i + 2] - 128;
            row[i] = clip(y + (91_881 * cr + 32_768 >> 16));
            row[i + 1] = clip(y + (-22_554 * cb - 46_802 * cr + 32_768 >> 16));
            row[i + 2] = clip(y + (116_130 * cb + 32_768 >> 16));
        }
    }

    private static int clip(int value) {
        return Math.min(Math.max(value, 0), 255);
    }
}
