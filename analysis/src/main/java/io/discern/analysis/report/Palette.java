package io.discern.analysis.report;

import java.util.Locale;

/**
 * Colours that stay apart for colour-blind readers (Okabe and Ito, 2008; the yellow darkened for white paper), and shapes so
 * that colour is never alone.
 */
final class Palette {
    private static final String[] COLORS = {
        "#0072b2", "#e69f00", "#009e73", "#cc79a7", "#d55e00", "#56b4e9", "#a08a00", "#444444"
    };
    private static final int SHAPES = 5;

    private Palette() {}

    static String color(int index) {
        return COLORS[index % COLORS.length];
    }

    /** Colour and shape of an index, as a small drawing of its own. */
    static String chip(int index) {
        return "<svg class=\"chip\" width=\"12\" height=\"12\" aria-hidden=\"true\">" + mark(index, 6, 6) + "</svg>";
    }

    /** A mark about 6 pixels wide. */
    static String mark(int index, double x, double y) {
        return String.format(Locale.ROOT, "<path d=\"M%.1f,%.1f%s\" fill=\"%s\"/>", x, y, shape(index), color(index));
    }

    /** The outline of a mark around a point that a path has moved to. */
    static String shape(int index) {
        return switch (index % SHAPES) {
            case 0 -> "m-3,0a3,3 0 1,0 6,0a3,3 0 1,0 -6,0z";
            case 1 -> "m-3.2,2.6h6.4l-3.2,-5.8z";
            case 2 -> "m-2.7,-2.7h5.4v5.4h-5.4z";
            case 3 -> "m0,-3.7l3.7,3.7l-3.7,3.7l-3.7,-3.7z";
            default -> "m-3.2,-2.6h6.4l-3.2,5.8z";
        };
    }
}
