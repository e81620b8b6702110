package io.discern.analysis.report;

import java.util.Locale;

/** Text for a page: escaped, and numbers at reading precision. */
final class Text {
    private Text() {}

    /** Safe between tags and inside quoted attributes. */
    static String escape(String text) {
        StringBuilder safe = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(character -> {
            switch (character) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '"' -> safe.append("&quot;");
                case '\'' -> safe.append("&#39;");
                default ->
                    safe.appendCodePoint(Character.isISOControl(character) && character != '\n' ? 0xfffd : character);
            }
        });
        return safe.toString();
    }

    /** Escaped and at most that many characters, the end replaced by an ellipsis. */
    static String shortened(String text, int length) {
        return escape(text.length() <= length ? text : text.substring(0, length - 1) + "\u2026");
    }

    /** Escaped and at most that many characters, what is too much of the middle replaced by an ellipsis: names differ at both ends. */
    static String middle(String text, int length) {
        return escape(cut(text, length));
    }

    /** The same as plain text. */
    static String cut(String text, int length) {
        if (text.length() <= length) {
            return text;
        }
        int front = length / 2;
        return text.substring(0, front) + "\u2026" + text.substring(text.length() - (length - front - 1));
    }

    /** At least three significant digits. */
    static String number(double value) {
        double magnitude = Math.abs(value);
        if (magnitude < 1e-12) {
            return "0";
        }
        if (magnitude < 1e-3 || magnitude >= 1e5) {
            return String.format(Locale.ROOT, "%.2e", value);
        }
        int decimals = Math.max(0, 2 - (int) Math.floor(Math.log10(magnitude)));
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }

    /** As a number or, for a share, in per cent with one digit. */
    static String value(double value, boolean percent) {
        return percent ? String.format(Locale.ROOT, "%.1f\u202f%%", 100 * value) : number(value);
    }

    /** An interval, with its unit once. */
    static String range(double low, double high, boolean percent) {
        String from = percent ? String.format(Locale.ROOT, "%.1f", 100 * low) : number(low);
        return from + (low < 0 || high < 0 ? " to " : "\u2013") + value(high, percent);
    }
}
