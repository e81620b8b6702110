package io.discern.tokenizers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.discern.EncoderException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * One value of a {@code tokenizer.json} with its place, so that what is refused can be named.
 *
 * @param file the file
 * @param place keys and numbers from the root, for example {@code normalizer.normalizers[1]}
 * @param value the value; a missing node where there is none
 */
record Part(Path file, String place, JsonNode value) {
    private static final int SHOWN = 80;

    /** Whether it is there, and not null. */
    boolean isPresent() {
        return !value.isMissingNode() && !value.isNull();
    }

    /** A member of this object. */
    Part get(String key) {
        JsonNode member = value.get(key);
        return new Part(
                file, place.isEmpty() ? key : place + "." + key, member == null ? MissingNode.getInstance() : member);
    }

    /** The elements of this list. */
    List<Part> elements(int most) {
        require(value.isArray() && value.size() <= most, "a list of at most " + most);
        List<Part> elements = new ArrayList<>(value.size());
        for (int i = 0; i < value.size(); i++) {
            elements.add(new Part(file, place + "[" + i + "]", value.get(i)));
        }
        return elements;
    }

    /** The keys of this object. */
    List<String> keys() {
        object();
        List<String> keys = new ArrayList<>(value.size());
        value.fieldNames().forEachRemaining(keys::add);
        return keys;
    }

    /** This, an object. */
    Part object() {
        require(value.isObject(), "an object");
        return this;
    }

    /** This text, of at most so many characters. */
    String text(int most) {
        require(value.isTextual() && value.textValue().length() <= most, "a text of at most " + most + " characters");
        return value.textValue();
    }

    /** This text, one of a set. */
    String oneOf(Set<String> legal) {
        require(value.isTextual() && legal.contains(value.textValue()), "one of " + new TreeSet<>(legal));
        return value.textValue();
    }

    /** This integer, from 0 on. */
    int integer(int most) {
        require(
                value.isIntegralNumber()
                        && value.canConvertToInt()
                        && value.intValue() >= 0
                        && value.intValue() <= most,
                "an integer from 0 to " + most);
        return value.intValue();
    }

    /** Refuses this value unless a condition holds. */
    void require(boolean holds, String expected) {
        if (!holds) {
            throw refused(expected);
        }
    }

    /** Why this value cannot be used. */
    EncoderException refused(String expected) {
        String shown = value.isMissingNode() ? "missing" : value.isContainerNode() ? kind() : value.toString();
        return new EncoderException(file + ": \"" + place + "\" is "
                + (shown.length() <= SHOWN ? shown : shown.substring(0, SHOWN) + "...") + "; expected " + expected
                + ". Take the file that belongs to the model.");
    }

    private String kind() {
        return (value.isArray() ? "a list of " : "an object of ") + value.size();
    }
}
