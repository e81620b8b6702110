package io.discern.analysis.report;

import java.util.Locale;

/** A drawing under way: places are in pixels from the upper left corner, told with one decimal. */
final class Svg {
    private final StringBuilder svg = new StringBuilder();

    /**
     * Starts it.
     *
     * @param title for readers who hear the page
     */
    Svg(int width, int height, String title) {
        svg.append(String.format(
                Locale.ROOT,
                "<svg viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" role=\"img\" aria-label=\"%s\">",
                width,
                height,
                width,
                height,
                Text.escape(title)));
    }

    /** Draws a line with those attributes. */
    void line(double x1, double y1, double x2, double y2, String attributes) {
        svg.append(String.format(Locale.ROOT, "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" ", x1, y1, x2, y2))
                .append(attributes)
                .append("/>");
    }

    /** Writes text that is already escaped, in a class of the style sheet. */
    void text(double x, double y, String style, String safe) {
        svg.append(String.format(Locale.ROOT, "<text x=\"%.1f\" y=\"%.1f\" class=\"%s\">", x, y, style))
                .append(safe)
                .append("</text>");
    }

    /** Adds another element. */
    void add(String element) {
        svg.append(element);
    }

    /** The whole of it. */
    String closed() {
        return svg + "</svg>";
    }
}
