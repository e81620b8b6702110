package io.discern.analysis.report;

import java.util.Locale;

/** A drawing under way: places are in pixels from the upper left corner, told with one decimal. */
final class Svg implements Canvas {
    /** What the style sheet of a page says of drawings, on white. */
    private static final String STYLE = "text{font:12px Helvetica,Arial,'Liberation Sans',sans-serif;fill:#1c2330}"
            + ".set{font-weight:bold}.name{text-anchor:end}.tick{text-anchor:middle;fill:#5b6575;font-size:11px}.absent{fill:#8a4b00}"
            + ".grid{stroke:#d9dee6}.zero{stroke:#8b94a3}.whisker{stroke:#1c2330;stroke-width:1.5}.halo{stroke:#fff;stroke-width:4}"
            + ".control{stroke:#1c2330;stroke-width:2;stroke-dasharray:4 2.5}";

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

    /** One that stands in a file of its own, on white paper. */
    static Svg alone(int width, int height, String title) {
        Svg svg = new Svg(width, height, title);
        svg.svg.insert("<svg ".length(), "xmlns=\"http://www.w3.org/2000/svg\" ");
        svg.add("<style>" + STYLE + "</style><rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>");
        return svg;
    }

    @Override
    public void line(double x1, double y1, double x2, double y2, String style) {
        svg.append(String.format(
                Locale.ROOT,
                "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" class=\"%s\"/>",
                x1,
                y1,
                x2,
                y2,
                style));
    }

    @Override
    public void rectangle(double x, double y, double width, double height, String color) {
        svg.append(String.format(
                Locale.ROOT,
                "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\"/>",
                x,
                y,
                width,
                height,
                color));
    }

    @Override
    public void text(double x, double y, String style, String text) {
        svg.append(String.format(Locale.ROOT, "<text x=\"%.1f\" y=\"%.1f\" class=\"%s\">", x, y, style))
                .append(Text.escape(text))
                .append("</text>");
    }

    @Override
    public void begin(String title) {
        svg.append("<g><title>").append(Text.escape(title)).append("</title>");
    }

    @Override
    public void end() {
        svg.append("</g>");
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
