package io.discern.store;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import io.discern.internal.file.CsvCells;
import io.discern.internal.file.FileNames;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.IntStream;

/**
 * A table in a text file, as spreadsheets, pandas and R write them: a header, then rows of cells.
 *
 * <p>Read as they come: with or without byte order mark, UTF-8, UTF-16 or Latin-1; separated by commas, semicolons, tabs or bars; with
 * comments above the header, quoted line breaks, columns without a name, or a first column that only the rows have. Cells are
 * stripped of surrounding spaces, and of the apostrophe that {@link CsvCells} sets before what a spreadsheet would run. Whatever had to be told from the content is in {@link #notes()}. Columns are found by name,
 * first exactly, then in any case. Errors name file, row, line and column. Immutable.
 */
public final class Table {
    /** What pandas and R write where a value is missing. */
    private static final Set<String> MISSING = Set.of("", "nan", "na", "n/a", "#n/a", "<na>", "null");

    private static final int MOST_CELLS = 100_000;

    private final String file;
    private final List<String> columns;
    private final List<String[]> rows;
    private final List<Integer> lines;
    private final List<String> notes;

    private Table(String file, String[] columns, List<String[]> rows, List<Integer> lines, List<String> notes) {
        this.file = file;
        this.columns = List.of(columns);
        this.rows = rows;
        this.lines = lines;
        this.notes = List.copyOf(notes);
    }

    /** Reads a table in the character set that its bytes tell. */
    public static Table read(Path file) throws IOException {
        return read(file, Optional.empty());
    }

    /**
     * Reads a table.
     *
     * @param charset the character set, or empty to tell it from the bytes
     * @throws IOException if the file cannot be read or decoded, has no header, a quote is left open, or rows differ from the header in
     *     their number of cells
     */
    public static Table read(Path file, Optional<Charset> charset) throws IOException {
        String name = FileNames.text(file);
        TableText text = TableText.read(file, charset);
        List<String> notes = new ArrayList<>(text.notes());
        List<String[]> records = new ArrayList<>();
        List<Integer> lines = new ArrayList<>();
        parse(text, name, records, lines);
        if (records.isEmpty()) {
            throw new IOException(name + ": no line of text; expected a header and rows");
        }
        String[] header = records.remove(0);
        int headerLine = lines.remove(0);
        if (unnamedFirst(header, records)) {
            header = prepended(header);
            notes.add("the first column has no name in the header");
        }
        for (int row = 0; row < records.size(); row++) {
            records.set(row, fitted(records.get(row), header.length, lines.get(row), row, headerLine, name));
        }
        return new Table(name, header, records, lines, notes);
    }

    private static void parse(TableText text, String name, List<String[]> records, List<Integer> lines)
            throws IOException {
        CsvFactory factory =
                CsvFactory.builder().enable(CsvParser.Feature.WRAP_AS_ARRAY).build();
        int line = text.line();
        try (CsvParser parser = factory.createParser(text.text())) {
            parser.setSchema(CsvSchema.emptySchema().withColumnSeparator(text.separator()));
            List<String> cells = new ArrayList<>();
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.START_ARRAY) {
                    cells.clear();
                    line = text.line() + parser.currentLocation().getLineNr() - 1;
                } else if (token == JsonToken.VALUE_STRING) {
                    if (cells.isEmpty()) {
                        line = text.line() + parser.currentTokenLocation().getLineNr() - 1;
                    }
                    cells.add(CsvCells.original(parser.getText().strip()));
                    if (cells.size() > MOST_CELLS) {
                        throw new IOException(name + ": line " + line + " has more than " + MOST_CELLS
                                + " cells; expected a table. Is it one?");
                    }
                } else {
                    if (!cells.isEmpty() && !blank(cells) && !comment(cells, records)) {
                        records.add(cells.toArray(String[]::new));
                        lines.add(line);
                    }
                    cells.clear();
                }
            }
        } catch (JsonParseException bad) {
            throw new IOException(
                    name + ": row " + records.size() + " (line " + line + "): " + bad.getOriginalMessage()
                            + "; expected cells separated by '" + text.separator()
                            + "', with quotes closed and doubled inside quotes. Mend that line.",
                    bad);
        }
    }

    private static boolean blank(List<String> cells) {
        return cells.size() == 1 && cells.get(0).isEmpty();
    }

    /** A single cell where the header has several, started by the sign of a comment. */
    private static boolean comment(List<String> cells, List<String[]> records) {
        return cells.size() == 1 && cells.get(0).startsWith("#") && !records.isEmpty() && records.get(0).length > 1;
    }

    /** As R writes row names: every row has one cell more than the header. */
    private static boolean unnamedFirst(String[] header, List<String[]> records) {
        return !records.isEmpty()
                && records.stream().allMatch(row -> row.length == header.length + 1 && !row[header.length].isEmpty());
    }

    private static String[] prepended(String[] header) {
        String[] longer = new String[header.length + 1];
        longer[0] = "";
        System.arraycopy(header, 0, longer, 1, header.length);
        return longer;
    }

    private static String[] fitted(String[] cells, int columns, int line, int row, int headerLine, String name)
            throws IOException {
        boolean tooMany = cells.length > columns
                && !Arrays.stream(cells, columns, cells.length).allMatch(String::isEmpty);
        if (tooMany || cells.length < columns) {
            throw new IOException(name + ": row " + (row + 1) + " (line " + line + ") has " + cells.length
                    + " cells; expected " + columns + " as in the header, line " + headerLine
                    + ". Mend that line; a cell with a separator inside needs quotes.");
        }
        return cells.length == columns ? cells : Arrays.copyOf(cells, columns);
    }

    /** Whether a cell says that its value is missing: empty, {@code nan}, {@code NA}, {@code null} and the like. */
    public static boolean missing(String cell) {
        return MISSING.contains(cell.toLowerCase(Locale.ROOT));
    }

    /** The file's path, as given. */
    public String file() {
        return file;
    }

    /** The columns' names, in order; one may be empty or occur twice. */
    public List<String> columns() {
        return columns;
    }

    /** The number of rows below the header. */
    public int rows() {
        return rows.size();
    }

    /** A cell, without surrounding spaces; empty where the table has nothing. */
    public String cell(int row, int column) {
        return rows.get(row)[column];
    }

    /** What was told from the content rather than given: the character set, the separator. For people. */
    public List<String> notes() {
        return notes;
    }

    /**
     * The place of a column.
     *
     * @throws IOException if there is none, naming those there are, or several of that name differ
     */
    public int column(String name) throws IOException {
        OptionalInt found = find(name);
        if (found.isEmpty()) {
            throw new IOException(file + ": no column '" + name + "'; found " + columns);
        }
        return found.getAsInt();
    }

    /**
     * The place of a column, if there is one.
     *
     * @throws IOException if several of that name differ
     */
    public OptionalInt find(String name) throws IOException {
        int[] places = places(String::equals, name);
        if (places.length == 0) {
            places = places(String::equalsIgnoreCase, name);
        }
        for (int i = 1; i < places.length; i++) {
            for (int row = 0; row < rows(); row++) {
                if (!cell(row, places[i]).equals(cell(row, places[0]))) {
                    throw new IOException(where(row) + ": columns " + (places[0] + 1) + " and " + (places[i] + 1)
                            + " are both named '" + columns.get(places[i]) + "' and have '" + cell(row, places[0])
                            + "' and '" + cell(row, places[i]) + "'; expected one column '" + name
                            + "'. Rename the other in the header.");
                }
            }
        }
        return places.length == 0 ? OptionalInt.empty() : OptionalInt.of(places[0]);
    }

    private int[] places(BiPredicate<String, String> same, String name) {
        return IntStream.range(0, columns.size())
                .filter(column -> same.test(columns.get(column), name))
                .toArray();
    }

    /** The cells of a column, from the first row. */
    public List<String> values(String name) throws IOException {
        int column = column(name);
        return IntStream.range(0, rows()).mapToObj(row -> cell(row, column)).toList();
    }

    /**
     * The cells of a column, none of them missing.
     *
     * @param remedy what to do about a missing one, as a sentence
     * @throws IOException if there is no such column, or a cell is missing: names row, line and column
     */
    public List<String> filled(String name, String remedy) throws IOException {
        int column = column(name);
        for (int row = 0; row < rows(); row++) {
            if (missing(cell(row, column))) {
                throw problem(row, column, "'" + cell(row, column) + "'; expected a value. " + remedy);
            }
        }
        return values(name);
    }

    /** Where a row is, for messages: file, row from 1 and line. */
    public String where(int row) {
        return file + ": row " + (row + 1) + " (line " + lines.get(row) + ")";
    }

    /** An error about a cell: file, row, line, column, then what is wrong and what to do. */
    public IOException problem(int row, int column, String message) {
        return new IOException(where(row) + ", column '" + columns.get(column) + "': " + message);
    }

    /** The names of the columns that have one and no earlier column of the same name, with their places. */
    public List<Integer> namedColumns() {
        List<Integer> named = new ArrayList<>();
        for (int column = 0; column < columns.size(); column++) {
            if (!columns.get(column).isEmpty() && columns.indexOf(columns.get(column)) == column) {
                named.add(column);
            }
        }
        return Collections.unmodifiableList(named);
    }

    /** The shape and the columns, never the cells. */
    @Override
    public String toString() {
        return "Table[" + file + ", " + rows() + " rows, columns " + columns + "]";
    }
}
