package io.discern.dataset;

import io.discern.image.ImageDecoder;
import io.discern.store.FileNames;
import io.discern.store.Table;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * A table with a header: columns {@code path} (relative to the file) and {@code label}, optionally {@code id} and
 * {@code group}; every other column becomes an attribute.
 */
final class CsvManifest {

    private CsvManifest() {}

    static LabeledImages read(Path csv) throws IOException {
        Path folder = csv.toAbsolutePath().getParent();
        Table table = Table.read(csv);
        int pathColumn = table.column("path");
        int labelColumn = table.column("label");
        OptionalInt idColumn = table.find("id");
        OptionalInt groupColumn = table.find("group");
        List<LabeledImage> images = new ArrayList<>();
        for (int row = 0; row < table.rows(); row++) {
            String path = required(table, row, pathColumn);
            String label = required(table, row, labelColumn);
            String id = filled(table, row, idColumn, path);
            String group = filled(table, row, groupColumn, id);
            Map<String, String> attributes = new LinkedHashMap<>();
            Set<Integer> used = Set.of(pathColumn, labelColumn, idColumn.orElse(-1), groupColumn.orElse(-2));
            for (int column : table.namedColumns()) {
                if (!used.contains(column)) {
                    attributes.put(table.columns().get(column), table.cell(row, column));
                }
            }
            Path file = file(folder, path, table, row, pathColumn);
            images.add(new LabeledImage(
                    id,
                    FileNames.text(file),
                    label,
                    group,
                    attributes,
                    () -> ImageDecoder.standard().decode(file)));
        }
        if (images.isEmpty()) {
            throw new IOException(csv + ": no rows below the header; expected one per image");
        }
        String name = csv.getFileName().toString();
        return new LabeledImages(name.substring(0, name.length() - ".csv".length()), images);
    }

    private static Path file(Path folder, String path, Table table, int row, int column) throws IOException {
        try {
            return FileNames.resolve(folder, path);
        } catch (InvalidPathException impossible) {
            throw table.problem(
                    row, column, "'" + path + "': " + impossible.getReason() + "; expected the name of a file.");
        }
    }

    private static String required(Table table, int row, int column) throws IOException {
        if (Table.missing(table.cell(row, column))) {
            throw table.problem(
                    row, column, "'" + table.cell(row, column) + "'; expected a value. Fill it, or take the row out.");
        }
        return table.cell(row, column);
    }

    private static String filled(Table table, int row, OptionalInt column, String otherwise) {
        return column.isEmpty() || Table.missing(table.cell(row, column.getAsInt()))
                ? otherwise
                : table.cell(row, column.getAsInt());
    }
}
