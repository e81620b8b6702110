package io.discern.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** An object of a JSON file; every accessor's error names the file, the key and what was found there. */
public final class JsonObject {
    private static final int SHOWN_CHARS = 60;

    private final String file;
    private final String path;
    private final JsonNode node;

    JsonObject(String file, String path, JsonNode node) {
        this.file = file;
        this.path = path;
        this.node = node;
    }

    /** An object without members, which stands for one that a file leaves out. */
    public static JsonObject empty(JsonObject in) {
        return new JsonObject(in.file, in.path, JsonNodeFactory.instance.objectNode());
    }

    /** The keys, sorted. */
    public Set<String> keys() {
        Set<String> keys = new TreeSet<>();
        node.fieldNames().forEachRemaining(keys::add);
        return keys;
    }

    /** Whether the key is there and is not null. */
    public boolean has(String key) {
        return node.hasNonNull(key);
    }

    /** Whether the key is there and holds an object. */
    public boolean isObject(String key) {
        return node.path(key).isObject();
    }

    /** Whether the key is there and holds a number. */
    public boolean isNumber(String key) {
        return node.path(key).isNumber();
    }

    /** Whether the key is absent, null or false. */
    public boolean isOff(String key) {
        return !has(key) || node.get(key).isBoolean() && !node.get(key).booleanValue();
    }

    /** The object at the key. */
    public JsonObject object(String key) throws IOException {
        require(key, isObject(key), "an object");
        return new JsonObject(file, path + key + ".", node.get(key));
    }

    /** The text at the key. */
    public String text(String key) throws IOException {
        require(key, node.path(key).isTextual(), "a string");
        return node.get(key).textValue();
    }

    /** The whole number at the key; 224.0 counts as one. */
    public int integer(String key) throws IOException {
        JsonNode value = node.path(key);
        require(key, value.isNumber() && value.doubleValue() == value.intValue(), "a whole number");
        return value.intValue();
    }

    /** The number at the key. */
    public double number(String key) throws IOException {
        require(key, node.path(key).isNumber() && Double.isFinite(node.get(key).doubleValue()), "a number");
        return node.get(key).doubleValue();
    }

    /** The numbers of the array at the key. */
    public List<Double> numbers(String key) throws IOException {
        JsonNode array = node.path(key);
        require(key, array.isArray(), "an array of numbers");
        List<Double> numbers = new ArrayList<>();
        for (JsonNode value : array) {
            require(key, value.isNumber() && Double.isFinite(value.doubleValue()), "an array of numbers");
            numbers.add(value.doubleValue());
        }
        return numbers;
    }

    /** The strings of the array at the key. */
    public List<String> texts(String key) throws IOException {
        JsonNode array = node.path(key);
        require(key, array.isArray(), "an array of strings");
        List<String> texts = new ArrayList<>();
        for (JsonNode value : array) {
            require(key, value.isTextual(), "an array of strings");
            texts.add(value.textValue());
        }
        return texts;
    }

    /** The string at one key of each object of the array at another. */
    public List<String> textsOf(String key, String member) throws IOException {
        JsonNode array = node.path(key);
        String expected = "an array of objects with \"" + member + "\"";
        require(key, array.isArray(), expected);
        List<String> texts = new ArrayList<>();
        for (JsonNode value : array) {
            require(key, value.path(member).isTextual(), expected);
            texts.add(value.get(member).textValue());
        }
        return texts;
    }

    /** This object with the members of another one, which must not repeat one that is here. */
    public JsonObject with(JsonObject other) throws IOException {
        ObjectNode both = node.deepCopy();
        for (String key : other.keys()) {
            if (both.has(key)) {
                throw other.wrong(key, "only keys that are not stated yet");
            }
            both.set(key, other.node.get(key));
        }
        return new JsonObject(other.file, other.path, both);
    }

    /** The flag at the key, or {@code absent} if it is not there or null. */
    public boolean flag(String key, boolean absent) throws IOException {
        if (!has(key)) {
            return absent;
        }
        require(key, node.get(key).isBoolean(), "true or false");
        return node.get(key).booleanValue();
    }

    /** An exception that says what is wrong with the key. */
    public IOException wrong(String key, String expected) {
        String found = node.has(key) ? " is " + describe(node.get(key)) : " is missing";
        return new IOException(file + ": \"" + path + key + "\"" + found + "; expected " + expected);
    }

    /** An exception that is about the file as a whole. */
    public IOException wrong(String message) {
        return new IOException(file + ": " + message);
    }

    private void require(String key, boolean good, String expected) throws IOException {
        if (!good) {
            throw wrong(key, expected);
        }
    }

    static String describe(JsonNode node) {
        String text = node.toString();
        return text.length() <= SHOWN_CHARS ? text : text.substring(0, SHOWN_CHARS) + "...";
    }
}
