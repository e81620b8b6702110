package io.discern.analysis.report;

/** What a chart is drawn on; places in pixels from the upper left corner, styles by the names that the style sheet of a page knows. */
interface Canvas {
    /** Draws a line. */
    void line(double x1, double y1, double x2, double y2, String style);

    /** Fills a rectangle. */
    void rectangle(double x, double y, double width, double height, String color);

    /** Writes plain text. */
    void text(double x, double y, String style, String text);

    /** Says what the parts until {@link #end} are, to whoever points at them. */
    void begin(String title);

    /** Ends such a group. */
    void end();
}
