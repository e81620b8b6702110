package io.discern.dataset;

import java.util.Objects;
import java.util.Optional;

/**
 * Which columns of a table mean what; an empty one is looked for under its usual name ({@code path}, {@code id}, {@code label},
 * {@code group}, {@code split}) and may be missing unless the table cannot do without.
 *
 * @param path the image's file, relative to the table's folder
 * @param id the image's id; in a table about a folder, the file's name with or without its ending
 * @param label the class
 * @param group what images that are not independent share
 * @param split the part of a protocol
 */
public record TableColumns(
        Optional<String> path,
        Optional<String> id,
        Optional<String> label,
        Optional<String> group,
        Optional<String> split) {
    /** The usual names. */
    public static final TableColumns STANDARD =
            new TableColumns(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /** Checks. */
    public TableColumns {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(label, "label");
        Objects.requireNonNull(group, "group");
        Objects.requireNonNull(split, "split");
    }

    /** With that column as the class. */
    public TableColumns withLabel(String column) {
        return new TableColumns(path, id, Optional.of(column), group, split);
    }

    /** With that column as the group. */
    public TableColumns withGroup(String column) {
        return new TableColumns(path, id, label, Optional.of(column), split);
    }

    /** With that column as the split. */
    public TableColumns withSplit(String column) {
        return new TableColumns(path, id, label, group, Optional.of(column));
    }
}
