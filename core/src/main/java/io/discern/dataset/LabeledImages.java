package io.discern.dataset;

import io.discern.image.RgbImage;
import io.discern.store.FileNames;
import io.discern.store.RegularFile;
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
import java.util.function.UnaryOperator;

/**
 * A labelled data set of images: its name and its rows, in a fixed order. Pixels are loaded lazily.
 *
 * @param name a short name for tables
 * @param images the rows; ids are unique
 */
public record LabeledImages(String name, List<LabeledImage> images) {

    /** Checks that ids are unique. */
    public LabeledImages {
        Objects.requireNonNull(name, "name");
        images = List.copyOf(images);
        Set<String> ids = new HashSet<>();
        for (LabeledImage image : images) {
            if (!ids.add(image.id())) {
                throw new IllegalArgumentException(
                        "data set " + name + ": image id '" + image.id() + "' occurs twice; expected unique ids");
            }
        }
    }

    /**
     * Opens a data set: a folder with one sub-folder per class, a {@code .csv} manifest, or a MedMNIST {@code .npz}.
     *
     * @throws IOException if it does not exist, holds no image, or cannot be read
     */
    public static LabeledImages open(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            return ImageFolder.read(path);
        }
        if (!Files.exists(path)) {
            throw new FileNotFoundException(
                    FileNames.text(path) + ": no such data set; expected a folder with one sub-folder per"
                            + " class, a .csv manifest or a .npz file");
        }
        RegularFile.require(path);
        String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".csv")) {
            return CsvManifest.read(path);
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
                        .toList());
    }

    /**
     * At most {@code most} of these images, as even over the classes as their sizes allow, the first of each class, in the
     * order they had.
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
        return new LabeledImages(name, taken.stream().map(images::get).toList());
    }

    /** These images under another name. */
    public LabeledImages withName(String name) {
        return new LabeledImages(name, images);
    }
}
