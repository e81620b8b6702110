package io.discern.dataset;

import io.discern.internal.dataset.Splits;
import io.discern.internal.file.FileNames;
import io.discern.store.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * A table with a row for each image: its {@code path}, relative to the table, and its {@code label}, optionally {@code id},
 * {@code group} and {@code split}; every other column becomes an attribute. Whether the files are there shows when they are loaded.
 */
final class ManifestTable {
    private final Path folder;
    private final Table table;
    private final DatasetConfig config;
    private final int path;
    private final OptionalInt label;
    private final OptionalInt id;
    private final OptionalInt group;
    private final OptionalInt split;
    private final Set<Integer> used;

    private ManifestTable(Path file, Table table, DatasetConfig config) throws IOException {
        TableColumns columns = config.tables().columns();
        this.folder = file.toAbsolutePath().getParent();
        this.table = table;
        this.config = config;
        this.path = table.column(columns.path().orElse("path"));
        this.label = config.unlabelled()
                ? find(table, columns.label(), "label")
                : OptionalInt.of(table.column(columns.label().orElse("label")));
        this.id = find(table, columns.id(), "id");
        this.group = find(table, columns.group(), "group");
        this.split = find(table, columns.split(), "split");
        this.used = Set.of(path, label.orElse(-1), id.orElse(-2), group.orElse(-3), split.orElse(-4));
    }

    /** The column that was named, which must be there, or the usual one, which may be. */
    static OptionalInt find(Table table, Optional<String> named, String usual) throws IOException {
        return named.isPresent() ? OptionalInt.of(table.column(named.get())) : table.find(usual);
    }

    static LabeledImages read(Path file, DatasetConfig config) throws IOException {
        Table table = Table.read(file, config.tables().charset());
        TableColumns columns = config.tables().columns();
        if (columns.path().isEmpty()
                && columns.id().isPresent()
                && table.find("path").isEmpty()) {
            // A table that only knows ids is about the images that lie around it.
            return ImageFolder.read(file.toAbsolutePath().getParent(), config.withMetadata(file))
                    .withName(name(file));
        }
        return new ManifestTable(file, table, config).read(name(file));
    }

    private LabeledImages read(String name) throws IOException {
        List<LabeledImage> images = new ArrayList<>();
        List<String> remarks = new ArrayList<>();
        table.notes().forEach(note -> remarks.add(table.file() + ": " + note));
        DatasetConfig chosen = SetRange.chosen(config, files(), remarks);
        remarks.addAll(chosen.decodingRemarks());
        Map<String, Integer> rowOfId = new HashMap<>();
        int ungrouped = 0;
        for (int row = 0; row < table.rows(); row++) {
            List<LabeledImage> pages = images(row, chosen);
            Integer earlier = rowOfId.put(pages.get(0).id(), row);
            if (earlier != null) {
                throw table.problem(
                        row,
                        id.orElse(path),
                        "'" + pages.get(0).id() + "' is also " + table.where(earlier)
                                + "; expected every image once. Take one of the rows out.");
            }
            ungrouped += group.isPresent() && !isFilled(row, group) ? 1 : 0;
            images.addAll(pages);
        }
        if (table.rows() == 0) {
            throw new IOException(table.file() + ": no rows below the header; expected one per image");
        }
        if (ungrouped > 0) {
            remarks.add(ungrouped + " rows have no group and stand alone");
        }
        return new LabeledImages(name, images, new DatasetAudit(List.of(), remarks));
    }

    private List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>();
        for (int row = 0; row < table.rows(); row++) {
            files.add(file(row, required(row, path)));
        }
        return files;
    }

    /** The image of a row, or each picture of its file. */
    private List<LabeledImage> images(int row, DatasetConfig chosen) throws IOException {
        String name = required(row, path);
        String label = this.label.isPresent() ? required(row, this.label.getAsInt()) : "";
        String id = filled(row, this.id, name);
        Map<String, String> attributes = new LinkedHashMap<>();
        for (int column : table.namedColumns()) {
            if (!used.contains(column)) {
                attributes.put(table.columns().get(column), table.cell(row, column));
            }
        }
        Path file = file(row, name);
        List<LabeledImage> images = new ArrayList<>();
        for (Pages page : Pages.of(file, chosen)) {
            images.add(new LabeledImage(
                    id + page.suffix(),
                    FileNames.text(file),
                    label,
                    filled(row, group, id),
                    isFilled(row, group),
                    Splits.named(filled(row, split, "")),
                    attributes,
                    page.source()));
        }
        return images;
    }

    /** The file of that name; backslashes separate folders where the table was written on Windows. */
    private Path file(int row, String name) throws IOException {
        try {
            Path plain = FileNames.resolve(folder, name);
            return Files.exists(plain) || name.indexOf('\\') < 0
                    ? plain
                    : FileNames.resolve(folder, name.replace('\\', '/'));
        } catch (InvalidPathException impossible) {
            throw table.problem(
                    row, path, "'" + name + "': " + impossible.getReason() + "; expected the name of a file.");
        }
    }

    private String required(int row, int column) throws IOException {
        if (Table.missing(table.cell(row, column))) {
            throw table.problem(
                    row, column, "'" + table.cell(row, column) + "'; expected a value. Fill it, or take the row out.");
        }
        return table.cell(row, column);
    }

    private String filled(int row, OptionalInt column, String otherwise) {
        return isFilled(row, column) ? table.cell(row, column.getAsInt()) : otherwise;
    }

    private boolean isFilled(int row, OptionalInt column) {
        return column.isPresent() && !Table.missing(table.cell(row, column.getAsInt()));
    }

    static String name(Path file) {
        String name = FileNames.text(file.getFileName());
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }
}
