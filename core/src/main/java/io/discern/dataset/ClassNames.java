package io.discern.dataset;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.discern.store.Table;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
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
    private final Map<String, String> names;

    private ClassNames(Path file, Map<String, String> names) {
        this.file = file;
        this.names = names;
    }

    static ClassNames read(Path file, Optional<Charset> charset) throws IOException {
        String ending = file.getFileName().toString().toLowerCase(Locale.ROOT);
        if (ending.endsWith(".json")) {
            return new ClassNames(file, json(file));
        }
        Table table = Table.read(file, charset);
        Map<String, String> names = new LinkedHashMap<>();
        if (table.find("label").isPresent() && table.find("name").isPresent()) {
            List<String> labels = table.filled("label", "Fill it.");
            List<String> values = table.filled("name", "Fill it.");
            for (int row = 0; row < table.rows(); row++) {
                names.put(labels.get(row), values.get(row));
            }
        } else if (table.columns().size() == 1) {
            names.put("0", table.columns().get(0));
            for (int row = 0; row < table.rows(); row++) {
                names.put(Integer.toString(row + 1), table.cell(row, 0));
            }
        } else {
            throw new IOException(file + ": columns " + table.columns()
                    + "; expected label,name, or one name in each line, the first for class 0");
        }
        return new ClassNames(file, names);
    }

    private static Map<String, String> json(Path file) throws IOException {
        Map<String, String> names = new LinkedHashMap<>();
        try {
            JsonNode root = new ObjectMapper().readTree(Files.readAllBytes(file));
            if (root.isArray()) {
                root.forEach(name -> names.put(Integer.toString(names.size()), name.asText()));
                return names;
            }
            if (root.isObject()) {
                root.properties()
                        .forEach(entry ->
                                names.put(entry.getKey(), entry.getValue().asText()));
                return names;
            }
        } catch (JsonProcessingException bad) {
            throw new IOException(file + ": " + bad.getOriginalMessage() + "; expected JSON", bad);
        }
        throw new IOException(file + ": expected an object {\"0\": \"normal\", ...} or an array of names");
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
