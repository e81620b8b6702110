package io.discern.dataset;

import io.discern.image.RgbImage;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Whether pixels are those of a mask (a few levels, the shape of the image it belongs to) or of a thumbnail (the shape, smaller). */
final class MaskPixels {
    private static final int LEVELS = 3;
    /** How far JPEG may move a level, and the share of pixels that it may move farther. */
    private static final int NEAR = 10;

    private static final double STRAY = 0.03;
    /** A mask of several tissues has a colour for each. */
    private static final int FLAT_COLOURS = 8;

    private static final double SAME_SHAPE = 0.03;

    private MaskPixels() {}

    /** Why it is a mask of that image, or nothing if the pixels do not say so. */
    static Optional<String> mask(RgbImage mask, Optional<RgbImage> of) {
        if (of.isPresent() && !sameShape(mask, of.get())) {
            return Optional.empty();
        }
        int colours = colours(mask);
        if (colours <= FLAT_COLOURS) {
            return Optional.of(colours + (colours == 1 ? " colour" : " colours"));
        }
        return fewLevels(mask)
                ? Optional.of("at most " + LEVELS + " gray levels but for compression")
                : Optional.empty();
    }

    /** Whether it is a smaller version of that image by its size. */
    static boolean thumbnail(RgbImage small, RgbImage of) {
        return small.width() < of.width() && small.height() < of.height() && sameShape(small, of);
    }

    private static boolean sameShape(RgbImage a, RgbImage b) {
        double ratio = (double) a.width() * b.height() / ((double) a.height() * b.width());
        return Math.abs(ratio - 1) <= SAME_SHAPE;
    }

    /** The number of colours, or one more than {@link #FLAT_COLOURS}. */
    private static int colours(RgbImage image) {
        byte[] rgb = image.pixels();
        Set<Integer> colours = new HashSet<>();
        int last = -1;
        for (int i = 0; i < rgb.length && colours.size() <= FLAT_COLOURS; i += 3) {
            int colour = (rgb[i] & 0xff) << 16 | (rgb[i + 1] & 0xff) << 8 | rgb[i + 2] & 0xff;
            if (colour != last) {
                colours.add(colour);
                last = colour;
            }
        }
        return colours.size();
    }

    /** Whether all but a few pixels are gray and near one of three levels, the most frequent first. */
    private static boolean fewLevels(RgbImage image) {
        byte[] rgb = image.pixels();
        long[] histogram = new long[256];
        long left = rgb.length / 3;
        long stray = (long) (left * STRAY);
        for (int i = 0; i < rgb.length; i += 3) {
            int red = rgb[i] & 0xff;
            int green = rgb[i + 1] & 0xff;
            int blue = rgb[i + 2] & 0xff;
            if (Math.max(Math.abs(red - green), Math.abs(green - blue)) <= NEAR) {
                histogram[green]++;
            }
        }
        for (int level = 0; level < LEVELS && left > stray; level++) {
            int peak = 0;
            for (int value = 1; value < 256; value++) {
                peak = histogram[value] > histogram[peak] ? value : peak;
            }
            for (int value = Math.max(0, peak - NEAR); value <= Math.min(255, peak + NEAR); value++) {
                left -= histogram[value];
                histogram[value] = 0;
            }
        }
        return left <= stray;
    }
}
