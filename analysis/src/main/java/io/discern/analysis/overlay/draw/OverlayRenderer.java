package io.discern.analysis.overlay.draw;

import io.discern.analysis.internal.picture.Lettering;
import io.discern.image.RgbImage;

/**
 * Draws an {@link OverlaySpec} on images, or a control in its place. Immutable; safe for concurrent use; the same input gives
 * the same pixels everywhere.
 */
public final class OverlayRenderer {
    /** The distance to the image's edge, as a share of the short edge. */
    private static final double MARGIN = 0.02;
    /** The room beside and above the text, in font sizes. */
    private static final double PADDING_X = 0.3;

    private static final double PADDING_Y = 0.1;

    /**
     * The pixels that the box covers.
     *
     * @param x of its left column
     * @param y of its top row
     * @param width in pixels
     * @param height in pixels
     * @param fontSize the size of an em in pixels
     */
    public record Box(int x, int y, int width, int height, double fontSize) {}

    private final Lettering font = Lettering.bundled();

    /**
     * Where the overlay goes on an image of that size; always inside it.
     *
     * @throws IllegalArgumentException if the bundled font lacks a character of the text
     */
    public Box place(int imageWidth, int imageHeight, OverlaySpec spec) {
        int shortEdge = Math.min(imageWidth, imageHeight);
        int margin = (int) Math.round(MARGIN * shortEdge);
        int roomX = Math.max(1, imageWidth - 2 * margin);
        int roomY = Math.max(1, imageHeight - 2 * margin);
        double emsWide = font.width(spec.text()) + 2 * PADDING_X;
        double emsHigh = font.ascent() + font.descent() + 2 * PADDING_Y;
        double size = Math.min(spec.size() * shortEdge, Math.min(roomX / emsWide, roomY / emsHigh));
        int width = Math.min(roomX, (int) Math.ceil(emsWide * size));
        int height = Math.min(roomY, (int) Math.ceil(emsHigh * size));
        int x = Math.min(margin, imageWidth - width) + spec.position().left(roomX, width);
        int y = Math.min(margin, imageHeight - height) + spec.position().top(roomY, height);
        return new Box(x, y, width, height, size);
    }

    /** The image with box and text; the given one is not modified. */
    public RgbImage render(RgbImage image, OverlaySpec spec) {
        return render(image, spec, OverlayInk.TEXT);
    }

    /** The image with the box and that ink, always at the same place; the given one is not modified. */
    public RgbImage render(RgbImage image, OverlaySpec spec, OverlayInk ink) {
        Box box = place(image.width(), image.height(), spec);
        byte[] pixels = image.pixels().clone();
        fill(pixels, image.width(), box, spec);
        if (ink != OverlayInk.BOX) {
            write(pixels, image.width(), box, spec.textColor(), covered(box, spec.text(), ink));
        }
        return RgbImage.of(image.width(), image.height(), pixels);
    }

    /** The share of each pixel of the box that the ink covers, row-major. */
    double[] covered(Box box, String text, OverlayInk ink) {
        double size = box.fontSize();
        double left = (box.width() - font.width(text) * size) / 2;
        double baseline = (box.height() + (font.ascent() - font.descent()) * size) / 2;
        double[] covered = Coverage.of(font.outline(text, size, left, baseline), box.width(), box.height());
        return switch (ink) {
            case TEXT -> covered;
            case BOX -> new double[covered.length];
            // One order for each text, so that a scrambled string is as recognisable a pattern as the string itself.
            case SCRAMBLED -> GlyphShuffle.of(covered, box.width(), size, text.hashCode());
            case MIRRORED -> mirrored(covered, box.width());
        };
    }

    private static double[] mirrored(double[] covered, int width) {
        double[] mirrored = new double[covered.length];
        for (int at = 0; at < covered.length; at++) {
            int column = at % width;
            mirrored[at] = covered[at - column + width - 1 - column];
        }
        return mirrored;
    }

    private static void write(byte[] pixels, int imageWidth, Box box, int color, double[] covered) {
        for (int y = 0; y < box.height(); y++) {
            for (int x = 0; x < box.width(); x++) {
                blend(pixels, ((box.y() + y) * imageWidth + box.x() + x) * 3, color, covered[y * box.width() + x]);
            }
        }
    }

    private static void fill(byte[] pixels, int imageWidth, Box box, OverlaySpec spec) {
        for (int y = box.y(); y < box.y() + box.height(); y++) {
            for (int x = box.x(); x < box.x() + box.width(); x++) {
                blend(pixels, (y * imageWidth + x) * 3, spec.boxColor(), spec.boxOpacity());
            }
        }
    }

    private static void blend(byte[] pixels, int at, int color, double share) {
        if (share == 0) {
            return; // most of a box has no ink
        }
        for (int channel = 0; channel < 3; channel++) {
            int below = pixels[at + channel] & 0xff;
            int above = color >> (16 - 8 * channel) & 0xff;
            pixels[at + channel] = (byte) Math.round(below + (above - below) * share);
        }
    }
}
