package io.discern.internal.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.discern.EncoderException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/**
 * An object of a configuration, and which of its keys somebody understood. A key whose value is null counts as absent, as the
 * libraries write it. Used by one thread.
 */
final class Config {
    private final String file;
    private final String path;
    private final JsonNode node;
    private final Set<String> understood = new HashSet<>();
    private final Map<String, Config> children = new HashMap<>();

    Config(String file, JsonNode node) {
        this(file, "", node);
    }

    private Config(String file, String path, JsonNode node) {
        this.file = file;
        this.path = path;
        this.node = node;
    }

    /** Whether the key is there, and not null; asking does not make it understood. */
    boolean has(String key) {
        return node.hasNonNull(key);
    }

    /** The object at the key, empty where it is absent; the same one each time. */
    Config object(String key) {
        return children.computeIfAbsent(key, name -> {
            JsonNode value = value(name);
            if (value != null && !value.isObject()) {
                throw wrong(name, "an object");
            }
            return new Config(file, path + name + ".", value == null ? JsonNodeFactory.instance.objectNode() : value);
        });
    }

    int integer(String key, int absent) {
        return optionalInteger(key).orElse(absent);
    }

    OptionalInt optionalInteger(String key) {
        JsonNode value = value(key);
        if (value == null) {
            return OptionalInt.empty();
        }
        if (!value.isNumber() || value.doubleValue() != value.intValue()) {
            throw wrong(key, "a whole number");
        }
        return OptionalInt.of(value.intValue());
    }

    /** A number of at least 1. */
    int size(String key, int absent) {
        int value = integer(key, absent);
        if (value < 1) {
            throw wrong(key, "at least 1");
        }
        return value;
    }

    /** Height and width: a number for both, or a list of the two. */
    int[] sides(String key, int absent) {
        JsonNode value = node.get(key);
        if (value == null || !value.isArray()) {
            int side = size(key, absent);
            return new int[] {side, side};
        }
        understood.add(key);
        if (value.size() != 2
                || !value.get(0).canConvertToInt()
                || value.get(0).intValue() < 1
                || !value.get(1).canConvertToInt()
                || value.get(1).intValue() < 1) {
            throw wrong(key, "a number, or height and width");
        }
        return new int[] {value.get(0).intValue(), value.get(1).intValue()};
    }

    double number(String key, double absent) {
        JsonNode value = value(key);
        if (value == null) {
            return absent;
        }
        if (!value.isNumber() || !Double.isFinite(value.doubleValue())) {
            throw wrong(key, "a number");
        }
        return value.doubleValue();
    }

    boolean flag(String key, boolean absent) {
        JsonNode value = value(key);
        if (value == null) {
            return absent;
        }
        if (!value.isBoolean()) {
            throw wrong(key, "true or false");
        }
        return value.booleanValue();
    }

    String text(String key, String absent) {
        return optionalText(key).orElse(absent);
    }

    Optional<String> optionalText(String key) {
        JsonNode value = value(key);
        if (value == null) {
            return Optional.empty();
        }
        if (!value.isTextual()) {
            throw wrong(key, "a text");
        }
        return Optional.of(value.textValue());
    }

    /** One of some texts. */
    String oneOf(String key, String absent, String... legal) {
        String value = text(key, absent);
        if (!List.of(legal).contains(value)) {
            throw wrong(key, "one of " + List.of(legal));
        }
        return value;
    }

    /** This object in the place of another one, whose keys need not be understood any more. */
    Config replacing(Config other) {
        other.node.fieldNames().forEachRemaining(other.understood::add);
        return this;
    }

    /** Height and width of a list that begins with the channels; its keys beside it need not be understood. */
    Optional<int[]> inputSides(String key) {
        node.fieldNames().forEachRemaining(understood::add);
        JsonNode value = node.path(key);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        if (value.size() != 3 || value.get(1).asInt() < 1 || value.get(2).asInt() < 1) {
            throw wrong(key, "channels, height and width");
        }
        return Optional.of(new int[] {value.get(1).intValue(), value.get(2).intValue()});
    }

    /** This object's members laid over others, as one configuration; these here are understood by whoever reads that one. */
    Config over(ObjectNode others, String where) {
        node.fieldNames().forEachRemaining(understood::add);
        ObjectNode both = others.deepCopy();
        node.properties().forEach(entry -> both.set(entry.getKey(), entry.getValue()));
        return new Config(where, both);
    }

    /** This whole object says nothing about what is read. */
    void skip() {
        node.fieldNames().forEachRemaining(understood::add);
        children.values().forEach(Config::skip);
    }

    /** Keys that say nothing about the numbers. */
    Config ignore(String... keys) {
        understood.addAll(List.of(keys));
        return this;
    }

    Config ignore(Set<String> keys) {
        understood.addAll(keys);
        return this;
    }

    /** A key that changes the numbers unless it is absent, false, 0, or empty. */
    Config requireOff(String... keys) {
        for (String key : keys) {
            JsonNode value = value(key);
            boolean off = value == null
                    || value.isBoolean() && !value.booleanValue()
                    || value.isNumber() && value.doubleValue() == 0
                    || value.isContainerNode() && value.isEmpty();
            if (!off) {
                throw wrong(key, "that it is off: what it asks for is not supported");
            }
        }
        return this;
    }

    /** A key that must be absent or have one value. */
    Config require(String key, String only) {
        JsonNode value = value(key);
        if (value != null && !value.asText().equals(only)) {
            throw wrong(key, only + "; anything else is not supported");
        }
        return this;
    }

    private JsonNode value(String key) {
        understood.add(key);
        return node.hasNonNull(key) ? node.get(key) : null;
    }

    /**
     * Fails if a key was not understood, here or in an object that was read.
     *
     * @throws EncoderException naming the keys and their values
     */
    void requireUnderstood() {
        Set<String> left = new TreeSet<>();
        collect(left);
        if (!left.isEmpty()) {
            throw new EncoderException(
                    file + ": not understood: " + String.join(", ", left)
                            + ". What is not understood could change the numbers. Export the model instead, see docs/ENCODERS.md.");
        }
    }

    private void collect(Set<String> left) {
        Set<String> keys = new LinkedHashSet<>();
        node.fieldNames().forEachRemaining(keys::add);
        for (String key : keys) {
            if (node.hasNonNull(key) && !understood.contains(key)) {
                left.add("\"" + path + key + "\": " + shown(node.get(key)));
            }
        }
        children.values().forEach(child -> child.collect(left));
    }

    /** What is wrong with a key. */
    EncoderException wrong(String key, String expected) {
        String found = node.has(key) ? " is " + shown(node.get(key)) : " is missing";
        return new EncoderException(file + ": \"" + path + key + "\"" + found + "; expected " + expected);
    }

    private static String shown(JsonNode value) {
        String text = value.toString();
        return text.length() <= 60 ? text : text.substring(0, 60) + "...";
    }

    /** What messages call it. */
    @Override
    public String toString() {
        return file + (path.isEmpty() ? "" : " \"" + path.substring(0, path.length() - 1) + "\"");
    }

    /** The texts of a list. */
    List<String> texts(String key) {
        JsonNode value = value(key);
        List<String> texts = new ArrayList<>();
        if (value != null) {
            value.forEach(text -> texts.add(text.asText()));
        }
        return texts;
    }
}
