package io.discern.analysis.report;

import io.discern.analysis.MetricResult;
import io.discern.analysis.study.StudyRow;
import io.discern.store.AtomicFile;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/**
 * Results as a tidy table: one row for each encoder, data set, metric and variant. Numbers have all their digits; an absent
 * value is an empty field with its reason in {@code note}.
 */
public final class CsvReport {
    /** The columns, in order. */
    public static final List<String> COLUMNS = List.of(
            "encoder",
            "dataset",
            "metric",
            "variant",
            "value",
            "ci_low",
            "ci_high",
            "null_value",
            "n",
            "dim",
            "classes",
            "seed",
            "note");

    private CsvReport() {}

    /** The table as text, with lines ended by a line feed. */
    public static String render(List<StudyRow> rows) {
        CSVFormat format = CSVFormat.DEFAULT
                .builder()
                .setHeader(COLUMNS.toArray(String[]::new))
                .setRecordSeparator('\n')
                .get();
        StringWriter text = new StringWriter();
        try (CSVPrinter printer = new CSVPrinter(text, format)) {
            for (StudyRow row : rows) {
                MetricResult result = row.result();
                printer.printRecord(
                        row.encoder(),
                        row.dataset(),
                        result.metric(),
                        result.variant(),
                        field(result.value()),
                        field(result.ciLow()),
                        field(result.ciHigh()),
                        field(result.nullValue()),
                        result.n(),
                        result.dim(),
                        result.classes(),
                        result.seed(),
                        result.note());
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }

    /** Writes the table atomically, in UTF-8. */
    public static void write(List<StudyRow> rows, Path file) throws IOException {
        AtomicFile.write(file, out -> out.write(render(rows).getBytes(StandardCharsets.UTF_8)));
    }

    private static String field(OptionalDouble number) {
        return number.isPresent() ? Double.toString(number.getAsDouble()) : "";
    }
}
