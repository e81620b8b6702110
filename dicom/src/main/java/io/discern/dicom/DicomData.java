package io.discern.dicom;

import io.discern.image.RefusedException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The elements of one data set or sequence item, by tag; values stay in the file's bytes until somebody asks. */
final class DicomData {
    /** Length of what ends with a delimiter instead. */
    static final long UNDEFINED = 0xffff_ffffL;

    /**
     * Where a value lies.
     *
     * @param vr its representation, or "" in implicit encoding
     * @param at its first byte
     * @param length in bytes; for a sequence or encapsulated pixels of undefined length up to and with its delimiter
     * @param delimited whether the length was undefined
     */
    record Value(String vr, int at, int length, boolean delimited) {}

    private final ByteBuffer bytes;
    private final boolean explicit;
    private final Map<Integer, Value> values = new TreeMap<>(Integer::compareUnsigned);

    DicomData(ByteBuffer bytes, boolean explicit) {
        this.bytes = bytes;
        this.explicit = explicit;
    }

    /** The file's bytes, in the order of this data set. */
    ByteBuffer bytes() {
        return bytes;
    }

    boolean explicit() {
        return explicit;
    }

    void put(int tag, Value value) {
        values.putIfAbsent(tag, value);
    }

    /** Where a value lies, or null. */
    Value value(int tag) {
        return values.get(tag);
    }

    boolean has(int tag) {
        Value value = values.get(tag);
        return value != null && value.length > 0;
    }

    /** The bytes of a value, in the file's order; empty where it is absent. */
    ByteBuffer buffer(int tag) {
        Value value = values.get(tag);
        ByteOrder order = bytes.order();
        return value == null
                ? ByteBuffer.allocate(0).order(order)
                : bytes.slice(value.at, value.length).order(order);
    }

    /** A text without padding; empty where it is absent. */
    String text(int tag) {
        ByteBuffer value = buffer(tag);
        byte[] text = new byte[value.remaining()];
        value.get(text);
        return new String(text, StandardCharsets.ISO_8859_1).replace('\0', ' ').strip();
    }

    /** One of several texts that are separated by backslashes; empty where there is none. */
    String text(int tag, int index) {
        String[] texts = text(tag).split("\\\\", -1);
        return index < texts.length ? texts[index].strip() : "";
    }

    /** An unsigned 16-bit number. */
    int number(int tag, int otherwise) {
        ByteBuffer value = buffer(tag);
        return value.remaining() < 2 ? otherwise : value.getShort() & 0xffff;
    }

    /**
     * The first of several decimal numbers written as text.
     *
     * @throws RefusedException if there is a text that is none
     */
    double decimal(int tag, double otherwise) throws RefusedException {
        String text = text(tag, 0);
        if (text.isEmpty()) {
            return otherwise;
        }
        try {
            double value = Double.parseDouble(text);
            if (Double.isFinite(value)) {
                return value;
            }
        } catch (NumberFormatException e) {
            // refused below, with the text
        }
        throw new RefusedException("DICOM whose element " + name(tag) + " is \"" + text
                + "\"; expected a number. The file is damaged: export it again.");
    }

    /** The items of a sequence; empty where it is absent. */
    List<DicomData> items(int tag) throws RefusedException {
        Value value = values.get(tag);
        List<DicomData> items = new ArrayList<>();
        if (value != null) {
            DicomParser.items(this, value, items);
        }
        return items;
    }

    /** A tag as the standard writes it. */
    static String name(int tag) {
        return "(%04x,%04x)".formatted(tag >>> 16, tag & 0xffff);
    }
}
