package io.discern.examples;

import io.discern.internal.file.AtomicFile;
import io.discern.internal.file.CsvCells;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** Small tables out; {@link io.discern.store.Table} reads them. */
final class CsvFile {
    private CsvFile() {}

    /** Writes a header and rows, atomically; no spreadsheet runs a cell. */
    static void write(Path csv, List<String> header, List<List<String>> rows) throws IOException {
        AtomicFile.write(csv, out -> {
            Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
            CSVPrinter printer = new CSVPrinter(
                    writer, CSVFormat.DEFAULT.builder().setRecordSeparator('\n').get());
            printer.printRecord(header);
            for (List<String> row : rows) {
                printer.printRecord(row.stream().map(CsvCells::guarded).toList());
            }
            printer.flush();
        });
    }
}
