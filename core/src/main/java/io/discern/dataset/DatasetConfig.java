package io.discern.dataset;

import io.discern.image.DecodeOptions;
import io.discern.image.GrayRange;
import io.discern.internal.dataset.Splits;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How a data set is to be read. Immutable; each {@code with...} gives a changed copy.
 *
 * @param tables what tables say, and how they are read
 * @param grouping what makes images a group, where no table says it
 * @param splits only images of these splits; all if empty
 * @param keepMasks whether masks and thumbnails stay among the images
 * @param unlabelled whether images without class are welcome
 * @param decoding how image files become pixels: range of deep gray, page, limits
 * @param everyPage whether each picture of a file with several is an image, {@code FILE#N}, all of them in the file's group
 */
public record DatasetConfig(
        Tables tables,
        Grouping grouping,
        List<String> splits,
        boolean keepMasks,
        boolean unlabelled,
        DecodeOptions decoding,
        boolean everyPage) {

    /**
     * The tables of a data set.
     *
     * @param columns which columns mean what
     * @param metadata a table about the images of a folder
     * @param classNames a table that gives classes other names
     * @param charset the character set of all of them; told from their bytes if empty
     */
    public record Tables(
            TableColumns columns, Optional<Path> metadata, Optional<Path> classNames, Optional<Charset> charset) {
        private static final Tables STANDARD =
                new Tables(TableColumns.STANDARD, Optional.empty(), Optional.empty(), Optional.empty());

        /** Checks. */
        public Tables {
            Objects.requireNonNull(columns, "columns");
        }
    }

    private static final DatasetConfig STANDARD = new DatasetConfig(
            Tables.STANDARD, Grouping.recognized(), List.of(), false, false, DecodeOptions.standard(), false);

    /** Copies. */
    public DatasetConfig {
        Objects.requireNonNull(tables, "tables");
        Objects.requireNonNull(grouping, "grouping");
        Objects.requireNonNull(decoding, "decoding");
        splits = splits.stream().map(Splits::named).toList();
    }

    /** Everything as recognised, labelled images only, masks left out. */
    public static DatasetConfig standard() {
        return STANDARD;
    }

    private DatasetConfig withTables(Tables tables) {
        return new DatasetConfig(tables, grouping, splits, keepMasks, unlabelled, decoding, everyPage);
    }

    /** With other columns. */
    public DatasetConfig withColumns(TableColumns columns) {
        return withTables(new Tables(columns, tables.metadata, tables.classNames, tables.charset));
    }

    /** With a table about a folder's images, found by the column {@link TableColumns#id()}. */
    public DatasetConfig withMetadata(Path table) {
        return withTables(new Tables(tables.columns, Optional.of(table), tables.classNames, tables.charset));
    }

    /** With groups made otherwise. */
    public DatasetConfig withGrouping(Grouping grouping) {
        return new DatasetConfig(tables, grouping, splits, keepMasks, unlabelled, decoding, everyPage);
    }

    /** With images of these splits only; every spelling of train, val and test will do. */
    public DatasetConfig withSplits(List<String> splits) {
        return new DatasetConfig(tables, grouping, splits, keepMasks, unlabelled, decoding, everyPage);
    }

    /** With other names for the classes, from a file as {@link ClassNames} describes it. */
    public DatasetConfig withClassNames(Path file) {
        return withTables(new Tables(tables.columns, tables.metadata, Optional.of(file), tables.charset));
    }

    /** With masks and thumbnails kept or left out. */
    public DatasetConfig withMasksKept(boolean keepMasks) {
        return new DatasetConfig(tables, grouping, splits, keepMasks, unlabelled, decoding, everyPage);
    }

    /** With images without class accepted or refused. */
    public DatasetConfig withUnlabelled(boolean unlabelled) {
        return new DatasetConfig(tables, grouping, splits, keepMasks, unlabelled, decoding, everyPage);
    }

    /** With tables in that character set. */
    public DatasetConfig withCharset(Charset charset) {
        return withTables(new Tables(tables.columns, tables.metadata, tables.classNames, Optional.of(charset)));
    }

    /** With image files decoded so. */
    public DatasetConfig withDecoding(DecodeOptions decoding) {
        return new DatasetConfig(tables, grouping, splits, keepMasks, unlabelled, decoding, everyPage);
    }

    /** With each page, frame or slice of a file as an image of its own, or only the one that {@link #decoding()} names. */
    public DatasetConfig withEveryPage(boolean everyPage) {
        return new DatasetConfig(tables, grouping, splits, keepMasks, unlabelled, decoding, everyPage);
    }

    /** Says what is done with pixels where it is not the usual, for the audit's remarks; empty where it is. */
    List<String> decodingRemarks() {
        List<String> remarks = new ArrayList<>();
        if (!decoding.gray().equals(GrayRange.fromFile())) {
            remarks.add("gray of more than 8 bits becomes black to white by the range "
                    + decoding.gray().text());
        }
        if (everyPage || decoding.page() != 0) {
            String page = decoding.page() == DecodeOptions.MIDDLE ? "the middle one" : "number " + decoding.page();
            remarks.add("of files with several pictures " + (everyPage ? "every one is an image" : page + " is taken")
                    + ", slices along axis " + decoding.axis());
        }
        return remarks;
    }
}
