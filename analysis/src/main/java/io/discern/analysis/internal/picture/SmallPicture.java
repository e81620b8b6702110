package io.discern.analysis.internal.picture;

import io.discern.image.RgbImage;

/** Averages images down. */
public final class SmallPicture {
    private SmallPicture() {}

    /**
     * The image with each square of pixels averaged, no more of them than needed; the same image if it is small enough.
     *
     * @param longest of the result's edges at most, in pixels
     */
    public static RgbImage of(RgbImage image, int longest) {
        int factor = (Math.max(image.width(), image.height()) + longest - 1) / longest;
        if (factor == 1) {
            return image;
        }
        int width = Math.max(1, image.width() / factor);
        int height = Math.max(1, image.height() / factor);
        byte[] pixels = new byte[3 * width * height];
        for (int at = 0; at < pixels.length; at++) {
            int x = at / 3 % width;
            int y = at / 3 / width;
            pixels[at] = (byte) mean(image, x * factor, y * factor, factor, at % 3);
        }
        return RgbImage.of(width, height, pixels);
    }

    private static int mean(RgbImage image, int left, int top, int factor, int channel) {
        int sum = 0;
        int count = 0;
        for (int y = top; y < Math.min(top + factor, image.height()); y++) {
            for (int x = left; x < Math.min(left + factor, image.width()); x++) {
                sum += image.get(x, y, channel);
                count++;
            }
        }
        return (sum + count / 2) / count;
    }
}
