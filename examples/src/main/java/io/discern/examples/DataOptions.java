package io.discern.examples;

import io.discern.dataset.AuditMemory;
import io.discern.dataset.AuditRow;
import io.discern.dataset.DatasetConfig;
import io.discern.dataset.Grouping;
import io.discern.dataset.ImageAudit;
import io.discern.dataset.ImageAudit.CopyPolicy;
import io.discern.dataset.LabeledImage;
import io.discern.dataset.LabeledImages;
import io.discern.dataset.TableColumns;
import io.discern.internal.file.CsvFile;
import io.discern.store.Table;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of every example that reads data sets: how they are read, and what becomes of what an audit of them finds. */
final class DataOptions {
    @Option(
            names = "--copies",
            defaultValue = "group",
            paramLabel = "WHAT",
            description =
                    "Images of equal pixels: group (never on both sides of a comparison), drop or keep (default ${DEFAULT-VALUE}).")
    private String copies;

    @Option(names = "--keep-masks", description = "Masks and thumbnails beside images are images too.")
    private boolean keepMasks;

    @Option(
            names = "--split",
            paramLabel = "NAME",
            description = {
                "Only images of that split (train, val, test), repeatable;",
                "or the column of a table that says the split."
            })
    private List<String> splits = List.of();

    @Option(
            names = "--group-by",
            paramLabel = "parent|REGEX",
            description =
                    "What shares a folder, or what a regular expression finds in the path, is one group (a patient, a lesion).")
    private String groupBy;

    @Option(
            names = "--class-names",
            paramLabel = "F",
            description = "Names of classes: .json, a table with label,name, or a name in each line, the first for 0.")
    private Path classNames;

    @Option(
            names = "--metadata",
            paramLabel = "F",
            description = "A table about the images of a folder, such as HAM10000's.")
    private Path metadata;

    @Option(names = "--path", paramLabel = "COLUMN", description = "The column of a table with the image's file.")
    private String path;

    @Option(names = "--id", paramLabel = "COLUMN", description = "The column with the image's id or file name.")
    private String id;

    @Option(names = "--label", paramLabel = "COLUMN", description = "The column with the class.")
    private String label;

    @Option(names = "--group", paramLabel = "COLUMN", description = "The column with the patient or lesion.")
    private String group;

    @Option(
            names = "--attribute",
            paramLabel = "COLUMN",
            description =
                    "A column (scanner, site, marker) to keep with each image, repeatable; OverlayBias measures it as a suspected shortcut.")
    private List<String> attributes = List.of();

    @Option(
            names = "--table-charset",
            paramLabel = "NAME",
            description = "The character set of tables, such as windows-1252 (default: told from their bytes).")
    private Charset charset;

    @Mixin
    private DecodingOptions decoding;

    /** The names of the attributes that were asked for. */
    List<String> attributes() {
        return attributes;
    }

    /** What becomes of copies and how files become pixels, in words, for a manifest. */
    Map<String, String> settings() {
        Map<String, String> settings = new TreeMap<>(decoding.settings());
        settings.put("copies", copies);
        return settings;
    }

    /**
     * Opens a data set, looks at every image and says what there is to know.
     *
     * @param unlabelled whether images without class are welcome
     * @param limited takes a part of it before the pixels are looked at
     * @param memory knows files that somebody has looked at
     */
    LabeledImages open(
            DataArgument argument, boolean unlabelled, UnaryOperator<LabeledImages> limited, AuditMemory memory)
            throws IOException {
        LabeledImages images = argument.open(config(argument).withUnlabelled(unlabelled));
        for (String attribute : attributes) {
            TreeSet<String> known = new TreeSet<>();
            images.images().forEach(image -> known.addAll(image.attributes().keySet()));
            if (!known.contains(attribute)) {
                throw new IOException(images.name() + ": no attribute '" + attribute + "'; found " + known);
            }
        }
        return audited(limited.apply(images), memory);
    }

    /** Looks at every image of a data set and says what there is to know. */
    LabeledImages audited(LabeledImages images, AuditMemory memory) throws IOException {
        LabeledImages audited;
        try (Progress progress = new Progress("looking at " + images.name())) {
            audited = ImageAudit.of(images, policy(), done -> progress.onProgress(done, images.size()), memory);
        }
        if (!audited.audit().remarks().isEmpty()) {
            System.out.println(audited.name() + ": " + audited.size() + " images, "
                    + audited.audit().count(AuditRow.Fate.LEFT_OUT) + " files left out, "
                    + audited.audit().count(AuditRow.Fate.FAILED) + " failed; data.csv lists each");
            audited.audit().remarks().forEach(remark -> System.out.println("  - " + remark));
        }
        return audited;
    }

    private CopyPolicy policy() {
        for (CopyPolicy policy : CopyPolicy.values()) {
            if (policy.name().equalsIgnoreCase(copies)) {
                return policy;
            }
        }
        throw new IllegalArgumentException("--copies " + copies + "; expected group, drop or keep");
    }

    private DatasetConfig config(DataArgument argument) throws IOException {
        DatasetConfig config = DatasetConfig.standard()
                .withMasksKept(keepMasks)
                .withDecoding(decoding.options())
                .withEveryPage(decoding.everyPage());
        config = charset == null ? config : config.withCharset(charset);
        config = metadata == null ? config : config.withMetadata(metadata);
        config = groupBy == null ? config : config.withGrouping(Grouping.parse(groupBy));
        config = classNames == null ? config : config.withClassNames(classNames);
        TableColumns columns = columns(argument.path());
        List<String> names = new ArrayList<>(splits);
        columns.split().ifPresent(names::remove);
        argument.split().ifPresent(names::add);
        return config.withSplits(names).withColumns(columns);
    }

    /** Which columns of a table, or of the metadata beside other data, were named. */
    TableColumns columns(Path data) throws IOException {
        Optional<String> column = Optional.empty();
        for (String split : splits) {
            if (isColumn(split, data)) {
                column = Optional.of(split);
            }
        }
        return new TableColumns(
                Optional.ofNullable(path),
                Optional.ofNullable(id),
                Optional.ofNullable(label),
                Optional.ofNullable(group),
                column);
    }

    private boolean isColumn(String split, Path data) throws IOException {
        Path table = metadata != null ? metadata : data;
        boolean readable = Files.isRegularFile(table) && !table.toString().endsWith(".npz");
        return readable
                && Table.read(table, Optional.ofNullable(charset)).find(split).isPresent();
    }

    /** The rows of {@code data.csv}: every image and file of every data set. */
    void write(List<LabeledImages> datasets, Path csv) throws IOException {
        List<String> header = new ArrayList<>(List.of("dataset"));
        header.addAll(AuditRow.COLUMNS);
        header.addAll(attributes);
        List<List<String>> rows = new ArrayList<>();
        for (LabeledImages data : datasets) {
            Map<String, LabeledImage> images = new HashMap<>();
            data.images().forEach(image -> images.put(image.id(), image));
            for (AuditRow row : data.audit().rows()) {
                List<String> cells = new ArrayList<>(List.of(data.name()));
                cells.addAll(row.cells());
                for (String attribute : attributes) {
                    LabeledImage image = images.get(row.id());
                    cells.add(image == null ? "" : image.attributes().getOrDefault(attribute, ""));
                }
                rows.add(cells);
            }
        }
        CsvFile.write(csv, header, rows);
    }

    /** The files of a data set that could not even be tried: data set, path and reason. */
    static List<AuditRow> unreachable(LabeledImages data) {
        return data.audit().rows().stream()
                .filter(row -> row.fate() == AuditRow.Fate.FAILED && row.id().isEmpty())
                .toList();
    }
}
