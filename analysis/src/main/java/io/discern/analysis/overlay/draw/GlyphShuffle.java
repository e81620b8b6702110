package io.discern.analysis.overlay.draw;

import java.util.SplittableRandom;

/**
 * Cuts drawn glyphs into squares, turns each by quarters and shuffles them within the rectangle that holds the ink: the ink
 * stays, the letters go.
 */
final class GlyphShuffle {
    /** The side of a square, in font sizes: smaller than a letter, larger than a stroke. */
    private static final double SQUARE = 1.0 / 3;

    private final double[] covered;
    private final int width;
    private int left = Integer.MAX_VALUE;
    private int top = Integer.MAX_VALUE;
    private int right;
    private int bottom;

    private GlyphShuffle(double[] covered, int width) {
        this.covered = covered;
        this.width = width;
        for (int at = 0; at < covered.length; at++) {
            if (covered[at] > 0) {
                left = Math.min(left, at % width);
                right = Math.max(right, at % width + 1);
                top = Math.min(top, at / width);
                bottom = Math.max(bottom, at / width + 1);
            }
        }
    }

    /**
     * Shuffles.
     *
     * @param covered the share of each pixel that the glyphs cover, row-major
     * @param width of a row
     * @param fontSize in pixels
     * @param seed decides the order
     */
    static double[] of(double[] covered, int width, double fontSize, long seed) {
        return new GlyphShuffle(covered, width).shuffled((int) Math.max(1, Math.round(SQUARE * fontSize)), seed);
    }

    private double[] shuffled(int side, long seed) {
        int columns = Math.max(0, right - left) / side;
        int rows = Math.max(0, bottom - top) / side;
        int[] order = new int[columns * rows];
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < order.length; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        double[] shuffled = covered.clone();
        for (int square = 0; square < order.length; square++) {
            int from = corner(order[square], columns, side);
            int to = corner(square, columns, side);
            turn(from, to, side, random.nextInt(4), shuffled);
        }
        return shuffled;
    }

    /** Copies a square, turned by so many quarters. */
    private void turn(int from, int to, int side, int quarters, double[] into) {
        int last = side - 1;
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                int at = switch (quarters) {
                    case 0 -> y * width + x;
                    case 1 -> (last - x) * width + y;
                    case 2 -> (last - y) * width + last - x;
                    default -> x * width + last - y;
                };
                into[to + y * width + x] = covered[from + at];
            }
        }
    }

    private int corner(int square, int columns, int side) {
        return (top + square / columns * side) * width + left + square % columns * side;
    }
}
