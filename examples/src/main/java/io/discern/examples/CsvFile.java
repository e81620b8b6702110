package io.discern.examples;

import io.discern.store.AtomicFile;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.CSVRecord;

/** Small tables in and out. */
final class CsvFile {
    private CsvFile() {}

    /** Writes a header and rows, atomically. */
    static void write(Path csv, List<String> header, List<List<String>> rows) throws IOException {
        AtomicFile.write(csv, out -> {
            Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
            CSVPrinter printer = new CSVPrinter(
                    writer, CSVFormat.DEFAULT.builder().setRecordSeparator('\n').get());
            printer.printRecord(header);
            for (List<String> row : rows) {
                printer.printRecord(row);
            }
            printer.flush();
        });
    }

    /**
     * Reads one column.
     *
     * @throws IOException if there is no such column, naming those there are
     */
    static List<String> column(Path csv, String name) throws IOException {
        CSVFormat format = CSVFormat.DEFAULT
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .setTrim(true)
                .get();
        try (CSVParser rows = CSVParser.parse(Files.newBufferedReader(csv), format)) {
            if (!rows.getHeaderNames().contains(name)) {
                throw new IOException(csv + ": no column '" + name + "'; found " + rows.getHeaderNames());
            }
            return rows.stream().map((CSVRecord row) -> row.get(name)).toList();
        }
    }
}
