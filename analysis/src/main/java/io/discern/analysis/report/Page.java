package io.discern.analysis.report;

import java.util.Locale;

/** A page under way: sections, and the list of contents that leads to them. */
final class Page {
    private final StringBuilder body = new StringBuilder();
    private final StringBuilder contents = new StringBuilder();
    private String notice = "";
    private int sections;

    /** What is seen before all else; plain text. */
    void notice(String title, String text) {
        notice = "<p class=\"partial\" role=\"status\"><b>" + Text.escape(title) + "</b> " + Text.escape(text)
                + "</p>\n";
    }

    /**
     * Adds a section, unless it is empty.
     *
     * @param title plain text
     * @param html what stands below the title
     */
    void section(String title, String html) {
        if (html.isEmpty()) {
            return;
        }
        String id = "s" + ++sections;
        contents.append("<li><a href=\"#")
                .append(id)
                .append("\">")
                .append(Text.middle(title, 48))
                .append("</a></li>");
        body.append("<section aria-labelledby=\"")
                .append(id)
                .append("\"><h2 id=\"")
                .append(id)
                .append("\">")
                .append(Text.escape(title))
                .append("</h2>")
                .append(html)
                .append("</section>\n");
    }

    /**
     * The whole page.
     *
     * @param title plain text, of the window and at the top
     * @param lead HTML below it
     * @param stock HTML that nobody sees: what drawings refer to and the script works on
     */
    String rendered(String title, String lead, String stock) {
        return PageHead.of("Discern: " + title) + "<header><h1>"
                + Text.escape(title.substring(0, 1).toUpperCase(Locale.ROOT) + title.substring(1))
                + "</h1><p class=\"lead\">" + lead
                + "</p></header>\n" + notice + "<nav aria-label=\"Contents\"><ul>" + contents + "</ul></nav>\n<main>"
                + body + "</main>" + stock
                + PageHead.script() + "</body></html>\n";
    }

    /** A part of a section that can be folded. */
    static String folded(boolean open, String title, String html) {
        return html.isEmpty()
                ? ""
                : "<details class=\"part\"" + (open ? " open" : "") + "><summary><h3>" + Text.escape(title)
                        + "</h3></summary>" + html + "</details>\n";
    }

    /** A hint in small print; HTML. */
    static String hint(String html) {
        return "<p class=\"hint\">" + html + "</p>";
    }
}
