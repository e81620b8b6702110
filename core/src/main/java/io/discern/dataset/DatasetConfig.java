package io.discern.dataset;

import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How a data set is to be read. Immutable; each {@code with...} gives a changed copy.
 *
 * @param columns which columns of a table mean what
 * @param metadata a table about the images of a folder
 * @param grouping what makes images a group, where no table says it
 * @param splits only images of these splits; all if empty
 * @param classNames a table that gives classes other names
 * @param keepMasks whether masks and thumbnails stay among the images
 * @param unlabelled whether images without class are welcome
 * @param charset the character set of tables; told from their bytes if empty
 */
public record DatasetConfig(
        TableColumns columns,
        Optional<Path> metadata,
        Grouping grouping,
        List<String> splits,
        Optional<Path> classNames,
        boolean keepMasks,
        boolean unlabelled,
        Optional<Charset> charset) {
    private static final DatasetConfig STANDARD = new DatasetConfig(
            TableColumns.STANDARD,
            Optional.empty(),
            Grouping.recognized(),
            List.of(),
            Optional.empty(),
            false,
            false,
            Optional.empty());

    /** Copies. */
    public DatasetConfig {
        Objects.requireNonNull(columns, "columns");
        Objects.requireNonNull(grouping, "grouping");
        splits = splits.stream().map(Splits::named).toList();
    }

    /** Everything as recognised, labelled images only, masks left out. */
    public static DatasetConfig standard() {
        return STANDARD;
    }

    /** With other columns. */
    public DatasetConfig withColumns(TableColumns columns) {
        return new DatasetConfig(columns, metadata, grouping, splits, classNames, keepMasks, unlabelled, charset);
    }

    /** With a table about a folder's images, found by the column {@link TableColumns#id()}. */
    public DatasetConfig withMetadata(Path table) {
        return new DatasetConfig(
                columns, Optional.of(table), grouping, splits, classNames, keepMasks, unlabelled, charset);
    }

    /** With groups made otherwise. */
    public DatasetConfig withGrouping(Grouping grouping) {
        return new DatasetConfig(columns, metadata, grouping, splits, classNames, keepMasks, unlabelled, charset);
    }

    /** With images of these splits only; every spelling of train, val and test will do. */
    public DatasetConfig withSplits(List<String> splits) {
        return new DatasetConfig(columns, metadata, grouping, splits, classNames, keepMasks, unlabelled, charset);
    }

    /** With other names for the classes, from a file as {@link ClassNames} describes it. */
    public DatasetConfig withClassNames(Path file) {
        return new DatasetConfig(
                columns, metadata, grouping, splits, Optional.of(file), keepMasks, unlabelled, charset);
    }

    /** With masks and thumbnails kept or left out. */
    public DatasetConfig withMasksKept(boolean keepMasks) {
        return new DatasetConfig(columns, metadata, grouping, splits, classNames, keepMasks, unlabelled, charset);
    }

    /** With images without class accepted or refused. */
    public DatasetConfig withUnlabelled(boolean unlabelled) {
        return new DatasetConfig(columns, metadata, grouping, splits, classNames, keepMasks, unlabelled, charset);
    }

    /** With tables in that character set. */
    public DatasetConfig withCharset(Charset charset) {
        return new DatasetConfig(
                columns, metadata, grouping, splits, classNames, keepMasks, unlabelled, Optional.of(charset));
    }
}
