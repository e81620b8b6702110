package io.discern.analysis.report;

import io.discern.analysis.Certainty;
import io.discern.analysis.Extent;
import io.discern.analysis.MetricResult;
import io.discern.analysis.stats.Interval;
import io.discern.analysis.study.StandardKeys;
import io.discern.analysis.study.StudyRow;
import io.discern.internal.file.AtomicFile;
import io.discern.internal.file.CsvCells;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.CSVRecord;

/**
 * Results as a tidy table: one row for each encoder, data set, metric and variant. Numbers have all their digits; an absent
 * value is an empty field with its reason in {@code note}. Texts that a spreadsheet would run have an apostrophe before them
 * ({@link io.discern.internal.file.CsvCells}).
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
            "note",
            "ci_note");

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
                        CsvCells.guarded(row.encoder()),
                        CsvCells.guarded(row.dataset()),
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
                        CsvCells.guarded(result.note()),
                        CsvCells.guarded(result.ciNote()));
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

    /**
     * The rows of a table that was written before, their keys those of the metrics that printed them.
     *
     * @throws IOException if the file cannot be read, lacks a column or holds what is no number; the message names the line
     */
    public static List<StudyRow> read(Path file) throws IOException {
        CSVFormat format = CSVFormat.DEFAULT
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .get();
        List<StudyRow> rows = new ArrayList<>();
        try (CSVParser parser = CSVParser.parse(file, StandardCharsets.UTF_8, format)) {
            for (CSVRecord record : parser) {
                try {
                    rows.add(row(record));
                } catch (IllegalArgumentException wrong) {
                    throw new IOException(
                            file + ", record " + record.getRecordNumber() + ": " + wrong.getMessage(), wrong);
                }
            }
        } catch (UncheckedIOException broken) {
            throw new IOException(file + ": " + broken.getCause().getMessage(), broken);
        }
        return rows;
    }

    private static StudyRow row(CSVRecord record) {
        OptionalDouble low = number(record, "ci_low");
        OptionalDouble high = number(record, "ci_high");
        if (low.isPresent() != high.isPresent()) {
            throw new IllegalArgumentException("half an interval; expected both ends or none");
        }
        return new StudyRow(
                CsvCells.original(record.get("encoder")),
                CsvCells.original(record.get("dataset")),
                new MetricResult(
                        StandardKeys.parse(record.get("metric"), record.get("variant")),
                        number(record, "value"),
                        new Certainty(
                                low.isPresent()
                                        ? Optional.of(new Interval(low.getAsDouble(), high.getAsDouble()))
                                        : Optional.empty(),
                                Optional.empty(),
                                CsvCells.original(record.get("ci_note"))),
                        number(record, "null_value"),
                        new Extent(
                                Integer.parseInt(record.get("n")),
                                Integer.parseInt(record.get("dim")),
                                Integer.parseInt(record.get("classes"))),
                        Long.parseLong(record.get("seed")),
                        CsvCells.original(record.get("note"))));
    }

    private static OptionalDouble number(CSVRecord record, String column) {
        String text = record.get(column);
        return text.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(Double.parseDouble(text));
    }

    private static String field(OptionalDouble number) {
        return number.isPresent() ? Double.toString(number.getAsDouble()) : "";
    }
}
