package io.discern.examples;

import io.discern.image.RgbImage;

/** One pixel in so many across and down: what a picture shows is as large a part of it as before, and sooner looked at. */
final class Thinned {
    private Thinned() {}

    static RgbImage of(RgbImage whole, int step) {
        int width = whole.width() / step;
        int height = whole.height() / step;
        byte[] pixels = new byte[3 * width * height];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) whole.get(step * (i / 3 % width), step * (i / 3 / width), i % 3);
        }
        return RgbImage.of(width, height, pixels);
    }
}
