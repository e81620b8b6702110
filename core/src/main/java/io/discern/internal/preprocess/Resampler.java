package io.discern.internal.preprocess;

import io.discern.image.RgbImage;
import io.discern.preprocess.ResampleFilter;

/**
 * Resizes 8-bit images with the exact result of Pillow's {@code Image.resize}: no value differs, for any filter or size.
 *
 * <p>The arithmetic, per channel: horizontally {@code clip((2^21 + sum_k w_k p_k) >> 22)} with 22-bit fixed-point weights, to
 * bytes; then the same vertically. A pass that keeps the size changes nothing. When shrinking, filters widen by the scale.
 *
 * <p>The reference is Pillow 9.4, horizontal pass first. Since Pillow 12.2 an image more than 100 times as tall as wide that
 * shrinks in height is resized vertically first there, with different pixels; this class keeps the rule of 9.4.
 *
 * <p>Stateless and safe for concurrent use.
 */
public final class Resampler {
    private Resampler() {}

    /**
     * Resizes an image.
     *
     * @param image not modified
     * @param width of the result, in pixels
     * @param height of the result, in pixels
     * @return a new image
     * @throws IllegalArgumentException if a size is below 1 or the result exceeds an array
     */
    public static RgbImage resize(RgbImage image, int width, int height, ResampleFilter filter) {
        byte[] resized = resize(PixelLayout.RGB, image.pixels(), image.width(), image.height(), width, height, filter);
        return RgbImage.of(width, height, resized);
    }

    static byte[] resize(
            PixelLayout layout,
            byte[] pixels,
            int width,
            int height,
            int newWidth,
            int newHeight,
            ResampleFilter filter) {
        long bytes = (long) layout.channels() * newWidth * newHeight;
        if (newWidth < 1 || newHeight < 1 || bytes > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException(
                    "resize to " + newWidth + " x " + newHeight + "; expected at least 1 x 1 and at most 2 GiB");
        }
        byte[] resized = new byte[(int) bytes];
        int channels = layout.channels();
        ResamplePlan plan = ResamplePlan.of(filter, width, height, newWidth, newHeight);
        new ResampleRun(plan, layout, new ResampleScratch()).run(pixels, (y, values) -> {
            for (int c = 0; c < channels; c++) {
                int to = y * newWidth * channels + c;
                for (int x = c * newWidth; x < (c + 1) * newWidth; x++, to += channels) {
                    resized[to] = (byte) values[x];
                }
            }
        });
        return resized;
    }
}
