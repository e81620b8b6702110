package io.discern.testkit;

import io.discern.image.PixelMode;
import io.discern.image.RgbImage;
import io.discern.image.SourceImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Images made from seeds: the same on every machine, read from nowhere. */
public final class TestImages {

    private TestImages() {}

    /**
     * Images that an encoder should tell apart: coloured discs on coloured ground with some noise, of sizes from 9 to 48 pixels.
     *
     * @param count how many
     * @param seed another seed gives other images
     */
    public static List<RgbImage> discs(int count, long seed) {
        List<RgbImage> images = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            SplittableRandom random = new SplittableRandom(seed * 1_000_003 + i);
            images.add(disc(random.nextInt(9, 49), random.nextInt(9, 49), random));
        }
        return images;
    }

    /** An image of one value in every channel. */
    public static RgbImage flat(int width, int height, int value) {
        byte[] pixels = new byte[width * height * 3];
        Arrays.fill(pixels, (byte) value);
        return RgbImage.of(width, height, pixels);
    }

    /** Independent pixels. */
    public static RgbImage noise(int width, int height, long seed) {
        byte[] pixels = new byte[width * height * 3];
        new SplittableRandom(seed).nextBytes(pixels);
        return RgbImage.of(width, height, pixels);
    }

    /** Independent samples of an image that its file stores in some mode; with its alpha, where it has one. */
    public static RgbImage noise(PixelMode mode, int width, int height, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        byte[] samples = new byte[width * height * mode.bands()];
        random.nextBytes(samples);
        if (mode == PixelMode.BILEVEL) {
            for (int i = 0; i < samples.length; i++) {
                samples[i] = (byte) (samples[i] >> 7); // 0 or 255
            }
        }
        byte[] palette = new byte[3 * 256];
        random.nextBytes(palette);
        return (mode == PixelMode.PALETTE
                        ? SourceImage.ofPalette(width, height, samples, palette)
                        : SourceImage.of(mode, width, height, samples))
                .toRgb();
    }

    private static RgbImage disc(int width, int height, SplittableRandom random) {
        int[] ground = colour(random);
        int[] ink = colour(random);
        double x0 = width * random.nextDouble(0.3, 0.7);
        double y0 = height * random.nextDouble(0.3, 0.7);
        double radius = Math.min(width, height) * random.nextDouble(0.2, 0.45);
        byte[] pixels = new byte[width * height * 3];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int[] colour = Math.hypot(x + 0.5 - x0, y + 0.5 - y0) < radius ? ink : ground;
                for (int c = 0; c < 3; c++) {
                    pixels[(y * width + x) * 3 + c] = (byte) (colour[c] + random.nextInt(-10, 11));
                }
            }
        }
        return RgbImage.of(width, height, pixels);
    }

    /** Far enough from 0 and 255 for the noise. */
    private static int[] colour(SplittableRandom random) {
        return new int[] {random.nextInt(12, 244), random.nextInt(12, 244), random.nextInt(12, 244)};
    }
}
