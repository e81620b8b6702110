package io.discern.dataset;

import io.discern.internal.dataset.Splits;
import io.discern.internal.file.FileNames;
import io.discern.internal.file.RegularFile;
import io.discern.store.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;

/** A table about the images of a folder: a row is found by an image's path below the folder, its file name, or that without ending. */
final class Metadata {
    private final Table table;
    private final int id;
    private final OptionalInt label;
    private final OptionalInt group;
    private final OptionalInt split;
    private final Map<String, Integer> rows = new HashMap<>();

    private Metadata(Table table, int id, OptionalInt label, OptionalInt group, OptionalInt split) {
        this.table = table;
        this.id = id;
        this.label = label;
        this.group = group;
        this.split = split;
    }

    static Metadata read(DatasetConfig config) throws IOException {
        Table table = Table.read(
                config.tables().metadata().orElseThrow(), config.tables().charset());
        TableColumns columns = config.tables().columns();
        Metadata metadata = new Metadata(
                table,
                table.column(columns.id().orElse("id")),
                ManifestTable.find(table, columns.label(), "label"),
                ManifestTable.find(table, columns.group(), "group"),
                ManifestTable.find(table, columns.split(), "split"));
        metadata.index();
        return metadata;
    }

    private void index() throws IOException {
        for (int row = 0; row < table.rows(); row++) {
            String name = table.cell(row, id);
            if (Table.missing(name)) {
                throw table.problem(row, id, "'" + name + "'; expected the image's id. Fill it, or take the row out.");
            }
            Integer earlier = rows.putIfAbsent(name.replace('\\', '/'), row);
            if (earlier != null && !alike(earlier, row)) {
                throw table.problem(
                        row,
                        id,
                        "'" + name + "' is also " + table.where(earlier)
                                + " with another label, group or split; expected one row for each image");
            }
        }
    }

    private boolean alike(int first, int second) {
        return List.of(label, group, split).stream()
                .allMatch(column -> column.isEmpty()
                        || table.cell(first, column.getAsInt()).equals(table.cell(second, column.getAsInt())));
    }

    /**
     * The images with what the table says about them; those without a row keep what their folders say.
     *
     * @param folder what messages call the folder
     * @param left takes a row for each image that is left out because it has no label
     * @param remarks takes sentences for people
     */
    List<LabeledImage> about(String folder, List<LabeledImage> images, List<AuditRow> left, List<String> remarks)
            throws IOException {
        table.notes().forEach(note -> remarks.add(table.file() + ": " + note));
        List<LabeledImage> known = new ArrayList<>();
        Map<Integer, LabeledImage> used = new HashMap<>();
        Map<String, Integer> relabelled = new TreeMap<>();
        int unknown = 0;
        int ungrouped = 0;
        for (LabeledImage image : images) {
            Integer row = row(Pages.fileId(image.id()));
            if (row == null) {
                unknown++;
                if (label.isPresent()) {
                    left.add(AuditRow.of(image, AuditRow.Fate.LEFT_OUT, "has no row in " + table.file()));
                } else {
                    known.add(image);
                }
                continue;
            }
            requireSamePicture(row, used.putIfAbsent(row, image), image);
            if (label.isPresent() && Table.missing(table.cell(row, label.getAsInt()))) {
                left.add(AuditRow.of(image, AuditRow.Fate.LEFT_OUT, table.where(row) + " has no label"));
                continue;
            }
            LabeledImage told = told(image, row);
            if (!image.label().isEmpty() && !image.label().equals(told.label())) {
                relabelled.merge(image.label() + " -> " + told.label(), 1, Integer::sum);
            }
            ungrouped += group.isPresent() && Table.missing(table.cell(row, group.getAsInt())) ? 1 : 0;
            known.add(told);
        }
        if (used.isEmpty()) {
            throw new IOException(table.file() + ": column '" + table.columns().get(id) + "' names none of the "
                    + images.size() + " images of " + folder + "; it has '"
                    + (table.rows() == 0 ? "" : table.cell(0, id)) + "', an image is '"
                    + (images.isEmpty() ? "" : images.get(0).id()) + "'. Name the right column with --id.");
        }
        mention(images.size(), used.size(), unknown, ungrouped, relabelled, remarks);
        return known;
    }

    /**
     * A name without its folders may fit several files. Which of them the row is about nobody knows, unless they are copies.
     *
     * @param other the first image that was found for the row, or null
     */
    private void requireSamePicture(int row, LabeledImage other, LabeledImage image) throws IOException {
        if (other != null && !other.path().equals(image.path()) && !equal(other.path(), image.path())) {
            throw table.problem(
                    row,
                    id,
                    "'" + table.cell(row, id) + "' names " + Pages.fileId(other.id()) + " and "
                            + Pages.fileId(image.id()) + ", which differ; expected one image for each row. Write paths"
                            + " below the folder in this column, or take the other files out of the folder.");
        }
    }

    private static boolean equal(String one, String other) {
        try {
            return Files.mismatch(RegularFile.require(FileNames.path(one)), RegularFile.require(FileNames.path(other)))
                    < 0;
        } catch (IOException unreadable) {
            return false;
        }
    }

    private void mention(
            int images, int used, int unknown, int ungrouped, Map<String, Integer> relabelled, List<String> remarks) {
        remarks.add(table.file() + " tells of " + (images - unknown) + " of " + images + " images"
                + (used < table.rows() ? "; " + (table.rows() - used) + " of its rows have no image" : ""));
        if (unknown > 0) {
            remarks.add(
                    unknown + " images have no row in it and " + (label.isPresent() ? "are left out" : "stand alone"));
        }
        if (ungrouped > 0) {
            remarks.add(ungrouped + " images have no group in it and stand alone");
        }
        if (!relabelled.isEmpty() && relabelled.size() <= 20) {
            remarks.add("labels of the table stand for those of the folders: " + relabelled);
        }
    }

    private Integer row(String image) {
        String name = image.substring(image.lastIndexOf('/') + 1);
        int dot = name.lastIndexOf('.');
        for (String key : List.of(image, name, dot > 0 ? name.substring(0, dot) : name)) {
            if (rows.containsKey(key)) {
                return rows.get(key);
            }
        }
        return null;
    }

    private LabeledImage told(LabeledImage image, int row) {
        LabeledImage told = image;
        if (label.isPresent()) {
            told = told.withLabel(table.cell(row, label.getAsInt()));
        }
        if (group.isPresent() && !Table.missing(table.cell(row, group.getAsInt()))) {
            told = told.withGroup(table.cell(row, group.getAsInt()));
        }
        if (split.isPresent() && !Table.missing(table.cell(row, split.getAsInt()))) {
            told = told.withSplit(Splits.named(table.cell(row, split.getAsInt())));
        }
        Map<String, String> attributes = new LinkedHashMap<>(image.attributes());
        Set<Integer> known = Set.of(id, label.orElse(-1), group.orElse(-2), split.orElse(-3));
        for (int column : table.namedColumns()) {
            if (!known.contains(column)) {
                attributes.put(table.columns().get(column), table.cell(row, column));
            }
        }
        return told.withAttributes(attributes);
    }
}
