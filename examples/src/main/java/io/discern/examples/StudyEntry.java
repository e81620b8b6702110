package io.discern.examples;

import com.fasterxml.jackson.databind.JsonNode;
import io.discern.internal.file.FileNames;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * An encoder or a data set of a {@link StudyFile} whose parts stand apart, as the words of the command line:
 *
 * <pre>{@code
 * encoder:
 *   - {encoder: onnx:/models/biomedclip, label: BiomedCLIP, tags: {domain: medical}, options: {preset: biomedclip}}
 * data:
 *   - {data: /data/ham10000, label: HAM10000, split: test}
 * }</pre>
 */
final class StudyEntry {
    static final String ENCODER = "--encoder";
    static final String DATA = "--data";

    private final Path file;
    private final JsonNode entry;

    StudyEntry(Path file, JsonNode entry) {
        this.file = file;
        this.entry = entry;
    }

    /** The words of an entry of that option. */
    List<String> words(String option) throws IOException {
        return option.equals(ENCODER) ? encoder() : data();
    }

    private List<String> encoder() throws IOException {
        only("encoder", "label", "tags", "options");
        String spec = text("encoder", true);
        String options = pairs("options", "&?#");
        String whole = options.isEmpty() ? spec : spec + (spec.contains("?") ? "&" : "?") + options;
        List<String> words = new ArrayList<>(List.of(ENCODER + "=" + labelled(whole)));
        String tags = pairs("tags", ",");
        if (!tags.isEmpty()) {
            words.add("--tag=" + EncoderArgument.parse(labelled(whole)).label() + ":" + tags);
        }
        return words;
    }

    private List<String> data() throws IOException {
        only("data", "label", "split");
        String split = text("split", false);
        return List.of(DATA + "=" + labelled(text("data", true) + (split.isEmpty() ? "" : "#" + split)));
    }

    private String labelled(String rest) throws IOException {
        String label = text("label", false);
        return label.isEmpty() ? rest : label + "=" + rest;
    }

    private void only(String... keys) throws IOException {
        for (Map.Entry<String, JsonNode> part : entry.properties()) {
            if (!List.of(keys).contains(part.getKey())) {
                throw unfit("has the key '" + part.getKey() + "'; expected some of " + List.of(keys));
            }
        }
    }

    private String text(String key, boolean needed) throws IOException {
        JsonNode value = entry.path(key);
        if (value.isMissingNode() && !needed) {
            return "";
        }
        if (!value.isValueNode() || value.isNull() || value.asText().isBlank()) {
            throw unfit("has no " + key + "; expected a text");
        }
        return value.asText();
    }

    /** {@code key=value} pairs, as the command line takes them; a letter that separates them there cannot be within. */
    private String pairs(String key, String separators) throws IOException {
        JsonNode map = entry.path(key);
        if (!map.isMissingNode() && !map.isObject()) {
            throw unfit("has " + key + " " + map + "; expected a map of names to values");
        }
        for (Map.Entry<String, JsonNode> pair : map.properties()) {
            boolean clash = separators
                    .chars()
                    .anyMatch(letter -> (pair.getKey() + pair.getValue().asText()).indexOf(letter) >= 0);
            if (!pair.getValue().isValueNode() || pair.getKey().contains("=") || clash) {
                throw unfit("has " + key + " " + pair.getKey() + ": " + pair.getValue()
                        + "; expected a value without any of " + separators);
            }
        }
        return map.properties().stream()
                .map(pair -> pair.getKey() + "=" + pair.getValue().asText())
                .collect(Collectors.joining(separators.substring(0, 1)));
    }

    private IOException unfit(String what) {
        return new IOException(FileNames.text(file) + ": " + entry + " " + what);
    }
}
