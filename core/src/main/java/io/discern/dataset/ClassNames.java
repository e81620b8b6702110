package io.discern.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import io.discern.internal.Json;
import io.discern.store.Table;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Names for classes that a data set knows by numbers or codes. A file of three kinds: {@code .json} with an object
 * {@code {"0": "normal"}} or an array whose places are the numbers; a table with the columns {@code label} and {@code name}; or a text with a
 * name in each line, the first for 0.
 */
final class ClassNames {
    private final Path file;
    private final Map<String, String> names = new LinkedHashMap<>();

    private ClassNames(Path file) {
        this.file = file;
    }

    static ClassNames read(Path file, Optional<Charset> charset) throws IOException {
        ClassNames names = new ClassNames(file);
        String ending = file.getFileName().toString().toLowerCase(Locale.ROOT);
        if (ending.endsWith(".json")) {
            names.addAll(Json.value(file));
        } else {
            names.addAll(Table.read(file, charset));
        }
        return names;
    }

    private void addAll(JsonNode root) throws IOException {
        if (root.isArray()) {
            for (int place = 0; place < root.size(); place++) {
                add(Integer.toString(place), root.get(place));
            }
        } else if (root.isObject()) {
            for (Map.Entry<String, JsonNode> entry : root.properties()) {
                add(entry.getKey(), entry.getValue());
            }
        } else {
            throw new IOException(file + ": expected an object {\"0\": \"normal\", ...} or an array of names");
        }
    }

    private void add(String label, JsonNode name) throws IOException {
        if (!name.isTextual()) {
            throw new IOException(file + ": class " + label + " is named "
                    + name.getNodeType().toString().toLowerCase(Locale.ROOT)
                    + "; expected a text, as in {\"0\": \"normal\"}");
        }
        add(label, name.textValue());
    }

    private void addAll(Table table) throws IOException {
        if (table.find("label").isPresent() && table.find("name").isPresent()) {
            List<String> labels = table.filled("label", "Fill it.");
            List<String> values = table.filled("name", "Fill it.");
            for (int row = 0; row < table.rows(); row++) {
                add(labels.get(row), values.get(row));
            }
        } else if (table.columns().size() == 1) {
            add("0", table.columns().get(0));
            for (int row = 0; row < table.rows(); row++) {
                add(Integer.toString(row + 1), table.cell(row, 0));
            }
        } else {
            throw new IOException(file + ": columns " + table.columns()
                    + "; expected label,name, or one name in each line, the first for class 0");
        }
    }

    private void add(String label, String name) throws IOException {
        String other = names.putIfAbsent(label, name);
        if (name.isBlank() || other != null && !other.equals(name)) {
            throw new IOException(file + ": class " + label + " is named '" + name + "'"
                    + (other == null ? "" : " and '" + other + "'") + "; expected one name that is not empty");
        }
    }

    /**
     * The images with their classes renamed.
     *
     * @throws IOException if a class has no name in the file
     */
    List<LabeledImage> apply(List<LabeledImage> images) throws IOException {
        Set<String> missing = new TreeSet<>();
        images.stream()
                .map(LabeledImage::label)
                .filter(label -> !names.containsKey(label))
                .forEach(missing::add);
        if (!missing.isEmpty()) {
            throw new IOException(file + ": no name for class " + String.join(", ", missing) + "; it names "
                    + names.keySet() + ". Add the others.");
        }
        return images.stream()
                .map(image -> image.withLabel(names.get(image.label())))
                .toList();
    }
}
