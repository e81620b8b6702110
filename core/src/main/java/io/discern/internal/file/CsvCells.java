package io.discern.internal.file;

import java.util.regex.Pattern;

/**
 * Cells of CSV files that a spreadsheet may open. It runs what begins with {@code = + - @} (or a tab, a line end, a wide form of those) as a
 * formula, so a text that does is written with an apostrophe before it; numbers stay numbers. {@link #original} takes the apostrophe off again.
 */
public final class CsvCells {
    private static final Pattern FORMULA =
            Pattern.compile("'*[=+\\-@\\t\\r\\n\uff1d\uff0b\uff0d\uff20].*", Pattern.DOTALL);
    private static final Pattern NUMBER = Pattern.compile("[+-]?((\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?|Infinity)");

    private CsvCells() {}

    /** The text as a cell that no spreadsheet runs. */
    public static String guarded(String text) {
        return FORMULA.matcher(text).matches() && !NUMBER.matcher(text).matches() ? "'" + text : text;
    }

    /** The text that {@link #guarded} was given; other cells are as they are. */
    public static String original(String cell) {
        return cell.startsWith("'") && guarded(cell.substring(1)).equals(cell) ? cell.substring(1) : cell;
    }
}
