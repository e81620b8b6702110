package io.discern.internal.file;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Writes small tables; {@link io.discern.store.Table} reads them. */
public final class CsvFile {
    private static final Pattern QUOTED = Pattern.compile("(?s).*[\",\r\n].*|\\s.*|.*\\s");

    private CsvFile() {}

    /** Writes a header and rows, atomically, in UTF-8, with lines ended by a line feed; no spreadsheet runs a cell. */
    public static void write(Path csv, List<String> header, List<List<String>> rows) throws IOException {
        AtomicFile.write(csv, out -> {
            out.write(line(header).getBytes(StandardCharsets.UTF_8));
            for (List<String> row : rows) {
                out.write(line(row).getBytes(StandardCharsets.UTF_8));
            }
        });
    }

    private static String line(List<String> cells) {
        return cells.stream().map(CsvCells::guarded).map(CsvFile::quoted).collect(Collectors.joining(",", "", "\n"));
    }

    private static String quoted(String cell) {
        return QUOTED.matcher(cell).matches() ? '"' + cell.replace("\"", "\"\"") + '"' : cell;
    }
}
