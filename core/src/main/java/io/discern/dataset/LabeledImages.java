package io.discern.dataset;

import io.discern.image.RgbImage;
import io.discern.internal.file.FileNames;
import io.discern.internal.file.RegularFile;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * A labelled data set of images: its name and its rows, in a fixed order. Pixels are loaded lazily.
 *
 * @param name a short name for tables
 * @param images the rows; ids are unique
 * @param audit what is known about where they come from, what was left out and what a reader should know
 */
public record LabeledImages(String name, List<LabeledImage> images, DatasetAudit audit) {

    /** Checks that ids are unique. */
    public LabeledImages {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(audit, "audit");
        images = List.copyOf(images);
        Set<String> ids = new HashSet<>();
        for (LabeledImage image : images) {
            if (!ids.add(image.id())) {
                throw new IllegalArgumentException(
                        "data set " + name + ": image id '" + image.id() + "' occurs twice; expected unique ids");
            }
        }
    }

    /** Images of which no more is known than what they say themselves. */
    public LabeledImages(String name, List<LabeledImage> images) {
        this(name, images, DatasetAudit.NONE);
    }

    /** Opens a data set as {@link DatasetConfig#standard()} says. */
    public static LabeledImages open(Path path) throws IOException {
        return open(path, DatasetConfig.standard());
    }

    /**
     * Opens a data set: a folder of images, a table with a row for each ({@code .csv}, {@code .tsv}, {@code .txt}), or a MedMNIST
     * {@code .npz}. No pixel is read, but those of files that are named as masks. {@link ImageAudit} looks at them all.
     *
     * @throws IOException if it does not exist, holds no image, or cannot be read
     */
    public static LabeledImages open(Path path, DatasetConfig config) throws IOException {
        LabeledImages found = read(path, config);
        List<String> remarks = new ArrayList<>();
        List<LabeledImage> images = config.grouping().apply(found.images, path.toString(), remarks);
        requireSplits(images, config.splits(), path);
        Predicate<LabeledImage> wanted =
                image -> config.splits().isEmpty() || config.splits().contains(image.split());
        DatasetAudit audit = found.audit.leavingOut(
                images.stream().filter(wanted.negate()).toList(),
                image -> image.split().isEmpty() ? "no split" : "split " + image.split());
        images = images.stream().filter(wanted).toList();
        if (config.tables().classNames().isPresent()) {
            images = ClassNames.read(
                            config.tables().classNames().get(), config.tables().charset())
                    .apply(images);
        }
        remarks.addAll(LabelRemarks.of(images));
        return new LabeledImages(found.name, images, audit.and(List.of(), remarks));
    }

    private static void requireSplits(List<LabeledImage> images, List<String> splits, Path path) throws IOException {
        Set<String> found = new TreeSet<>();
        images.forEach(image -> found.add(image.split()));
        for (String split : splits) {
            if (!found.contains(split)) {
                found.remove("");
                throw new IOException(path + ": no split '" + split + "'; found "
                        + (found.isEmpty() ? "none. Leave --split out." : found.toString()));
            }
        }
    }

    private static LabeledImages read(Path path, DatasetConfig config) throws IOException {
        if (Files.isDirectory(path)) {
            return ImageFolder.read(path, config);
        }
        if (!Files.exists(path)) {
            throw new FileNotFoundException(
                    FileNames.text(path) + ": no such data set; expected a folder with one sub-folder per"
                            + " class, a .csv manifest or a .npz file");
        }
        RegularFile.require(path);
        String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".csv") || name.endsWith(".tsv") || name.endsWith(".txt")) {
            return ManifestTable.read(path, config);
        }
        if (name.endsWith(".npz")) {
            return MedMnist.read(path);
        }
        throw new IOException(
                path + ": not a data set; expected a folder with one sub-folder per class, a .csv manifest or"
                        + " a .npz file");
    }

    /** The number of images. */
    public int size() {
        return images.size();
    }

    /** The class names that occur, sorted. */
    public List<String> classes() {
        Set<String> classes = new TreeSet<>();
        images.forEach(image -> classes.add(image.label()));
        return List.copyOf(classes);
    }

    /** The same rows with every picture passed through a function when it is loaded. */
    public LabeledImages map(UnaryOperator<RgbImage> change) {
        return new LabeledImages(
                name,
                images.stream()
                        .map(image -> image.withSource(
                                () -> change.apply(image.source().load())))
                        .toList(),
                audit);
    }

    /**
     * At most {@code most} of these images, as even over the classes as their sizes allow, the first of each class, in the
     * order they had. The others become rows of the audit that are left out.
     *
     * @param most at least 1
     */
    public LabeledImages limit(int most) {
        if (most < 1) {
            throw new IllegalArgumentException("limit " + most + "; expected at least 1");
        }
        Map<String, List<Integer>> rowsOfClass = new TreeMap<>();
        for (int row = 0; row < images.size(); row++) {
            rowsOfClass
                    .computeIfAbsent(images.get(row).label(), label -> new ArrayList<>())
                    .add(row);
        }
        // One of each class in turn until enough are taken.
        TreeSet<Integer> taken = new TreeSet<>();
        for (int turn = 0; taken.size() < Math.min(most, images.size()); turn++) {
            for (List<Integer> rows : rowsOfClass.values()) {
                if (turn < rows.size() && taken.size() < most) {
                    taken.add(rows.get(turn));
                }
            }
        }
        List<LabeledImage> left = IntStream.range(0, images.size())
                .filter(row -> !taken.contains(row))
                .mapToObj(images::get)
                .toList();
        return new LabeledImages(
                name, taken.stream().map(images::get).toList(), audit.leavingOut(left, image -> "limit " + most));
    }

    /** These images under another name. */
    public LabeledImages withName(String name) {
        return new LabeledImages(name, images, audit);
    }
}
