package io.discern.dataset;

import io.discern.image.ImageDecoder;
import io.discern.internal.Csv;
import io.discern.store.FileNames;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A CSV file with a header: columns {@code path} (relative to the file) and {@code label}, optionally {@code id} and
 * {@code group}; every other column becomes an attribute.
 */
final class CsvManifest {

    private CsvManifest() {}

    static LabeledImages read(Path csv) throws IOException {
        Path folder = csv.toAbsolutePath().getParent();
        List<LabeledImage> images = new ArrayList<>();
        for (Map<String, String> row : Csv.read(csv, List.of("path", "label"))) {
            Map<String, String> attributes = new LinkedHashMap<>(row);
            String path = attributes.remove("path");
            String label = attributes.remove("label");
            String where = csv + " row " + (images.size() + 1);
            if (path.isBlank() || label.isBlank()) {
                throw new IOException(
                        where + ": path '" + path + "', label '" + label + "'; expected both to be filled");
            }
            String id = filled(attributes.remove("id"), path);
            String group = filled(attributes.remove("group"), id);
            Path file = file(folder, path, where);
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

    private static Path file(Path folder, String path, String where) throws IOException {
        try {
            return FileNames.resolve(folder, path);
        } catch (InvalidPathException impossible) {
            throw new IOException(
                    where + ": path '" + path + "': " + impossible.getReason()
                            + "; expected a file's name, relative to the manifest",
                    impossible);
        }
    }

    private static String filled(String value, String otherwise) {
        return value == null || value.isBlank() ? otherwise : value;
    }
}
