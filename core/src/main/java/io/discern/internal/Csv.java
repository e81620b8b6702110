package io.discern.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import io.discern.store.CsvCells;
import io.discern.store.HeapShare;
import io.discern.store.RegularFile;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads CSV files (RFC 4180, UTF-8) with a header. */
public final class Csv {
    private static final CsvMapper MAPPER = CsvMapper.builder()
            .enable(CsvParser.Feature.TRIM_SPACES)
            .enable(CsvParser.Feature.SKIP_EMPTY_LINES)
            .enable(CsvParser.Feature.FAIL_ON_MISSING_COLUMNS)
            .build();

    /** Of one table; its text and its rows take several times as much. */
    private static final int MAX_BYTES = (int) HeapShare.bytes(1L << 30, 16);

    private Csv() {}

    /**
     * Reads all rows, columns by name in the header's order.
     *
     * @param required columns that must be there
     * @throws IOException if the file cannot be read, a required column is missing, or a row has too few or too many cells
     */
    public static List<Map<String, String>> read(Path csv, List<String> required) throws IOException {
        List<Map<String, String>> rows = new ArrayList<>();
        try (Reader reader = new StringReader(RegularFile.text(csv, MAX_BYTES));
                MappingIterator<Map<String, String>> found = MAPPER.readerForMapOf(String.class)
                        .with(CsvSchema.emptySchema().withHeader())
                        .readValues(reader)) {
            while (found.hasNextValue()) {
                Map<String, String> row = found.nextValue();
                row.replaceAll((column, cell) -> CsvCells.original(cell));
                rows.add(row);
            }
            List<String> columns = ((CsvSchema) found.getParserSchema()).getColumnNames();
            for (String column : required) {
                if (!columns.contains(column)) {
                    throw new IOException(csv + ": no column '" + column + "'; found " + columns);
                }
            }
        } catch (JsonProcessingException bad) {
            throw new IOException(csv + ": row " + (rows.size() + 1) + ": " + bad.getOriginalMessage(), bad);
        }
        return rows;
    }
}
