package io.discern.store;

import io.discern.internal.numeric.Half;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * An array read from NumPy's format: element type, shape and values, in C order whatever order the file has. Large ones stay in their
 * file and are mapped, so a copy of all values may not fit where the array does: take parts of it.
 *
 * <p>Accessors convert when no value changes ({@code float32} to {@code double}, {@code uint8} to {@code long}, {@code 3.0} to
 * {@code 3}) and refuse otherwise, naming the element type or the value found. Immutable; safe for concurrent use.
 */
public final class NpyArray {

    /** The element types that are read, in either byte order. */
    public enum Type {
        /** One byte, 0 or 1. */
        BOOL("|b1", 1),
        /** Unsigned byte. */
        UINT8("|u1", 1),
        /** Signed byte. */
        INT8("|i1", 1),
        /** Unsigned 16 bits. */
        UINT16("<u2", 2),
        /** Signed 16 bits. */
        INT16("<i2", 2),
        /** Unsigned 32 bits. */
        UINT32("<u4", 4),
        /** Signed 32 bits. */
        INT32("<i4", 4),
        /** Unsigned 64 bits. */
        UINT64("<u8", 8),
        /** Signed 64 bits. */
        INT64("<i8", 8),
        /** Unicode texts, 4 bytes a character, padded with zeros to one length. */
        UNICODE("<U", 4),
        /** Byte strings, padded with zeros to one length, taken for UTF-8. */
        BYTES("|S", 1),
        /** IEEE half precision. */
        FLOAT16("<f2", 2),
        /** The upper half of a float32; NumPy has no name for it, and {@code ml_dtypes} (JAX, TensorFlow) writes this one. */
        BFLOAT16("<V2", 2),
        /** IEEE single precision. */
        FLOAT32("<f4", 4),
        /** IEEE double precision. */
        FLOAT64("<f8", 8);

        private final String descriptor;
        private final int bytes;

        Type(String descriptor, int bytes) {
            this.descriptor = descriptor;
            this.bytes = bytes;
        }

        /** NumPy's descriptor, little-endian, for example {@code <f4}; of texts without their length. */
        public String descriptor() {
            return descriptor;
        }

        /** The size of an element; of texts, of a character. */
        public int bytes() {
            return bytes;
        }

        /** Whether elements are texts. */
        public boolean text() {
            return this == UNICODE || this == BYTES;
        }

        /** Whether values have fractions. */
        public boolean floating() {
            return ordinal() >= FLOAT16.ordinal();
        }
    }

    private static final int LONGEST = Integer.MAX_VALUE - 8;

    private final String name;
    private final Type type;
    private final int characters;
    private final int[] shape;
    private final boolean fortran;
    private final long size;
    private final ArrayBytes data;

    NpyArray(String name, NpyHeader header, ArrayBytes data) {
        this.name = name;
        this.type = header.type();
        this.characters = header.length();
        this.shape = header.shape();
        this.fortran = header.fortran() && shape.length > 1;
        this.size = header.size();
        this.data = data;
    }

    static IOException truncated(String name, long expected, long found) {
        return new EOFException(name + ": truncated; expected " + expected + " more bytes, found " + found
                + ". Fetch or write the file again.");
    }

    /** The element type. */
    public Type type() {
        return type;
    }

    /** A copy of the shape; empty for a scalar. */
    public int[] shape() {
        return shape.clone();
    }

    /** The number of elements. */
    public long size() {
        return size;
    }

    /**
     * The values as float32, in C order; a copy.
     *
     * @throws IllegalStateException if the elements are not of a floating-point type (float64 is rounded), or more than a Java array
     *     holds
     */
    public float[] toFloats() {
        return toFloats(0, length());
    }

    /**
     * Some of the values as float32; a copy.
     *
     * @param from the first, in C order
     * @throws IllegalStateException as {@link #toFloats()}
     * @throws IndexOutOfBoundsException if there are not so many
     */
    public float[] toFloats(long from, int count) {
        if (!type.floating()) {
            throw wrongType("float16, bfloat16, float32 or float64");
        }
        float[] values = new float[checked(from, count)];
        for (int i = 0; i < count; i++) {
            values[i] = (float) real(place(from + i));
        }
        return values;
    }

    /**
     * The values as float64, in C order; a copy.
     *
     * @throws IllegalStateException if they are texts, a 64-bit integer has no equal float64, or there are more values than a Java array holds
     */
    public double[] toDoubles() {
        return toDoubles(0, length());
    }

    /** As {@link #toDoubles()} for {@code count} values from the one at {@code from}. */
    public double[] toDoubles(long from, int count) {
        requireNumbers();
        double[] values = new double[checked(from, count)];
        for (int i = 0; i < count; i++) {
            long place = place(from + i);
            if (type.floating()) {
                values[i] = real(place);
                continue;
            }
            long value = integer(place, from + i);
            values[i] = value;
            if ((long) values[i] != value || value == Long.MAX_VALUE) {
                throw wrongValue(from + i, Long.toString(value), "integers below 2^53");
            }
        }
        return values;
    }

    /**
     * The values as 64-bit integers, in C order; a copy.
     *
     * @throws IllegalStateException if one of them is no number, not integral or too large, or there are more than a Java array holds
     */
    public long[] toLongs() {
        requireNumbers();
        long[] values = new long[length()];
        for (int i = 0; i < values.length; i++) {
            values[i] = integer(place(i), i);
        }
        return values;
    }

    /**
     * The values as unsigned bytes, in C order; a copy.
     *
     * @throws IllegalStateException if the elements are not {@code uint8}, or more than a Java array holds
     */
    public byte[] toBytes() {
        return toBytes(0, length());
    }

    /** As {@link #toBytes()} for {@code count} values from the one at {@code from}. */
    public byte[] toBytes(long from, int count) {
        if (type != Type.UINT8) {
            throw wrongType("uint8");
        }
        byte[] values = new byte[checked(from, count)];
        for (int i = 0; i < count; i++) {
            values[i] = data.get(place(from + i));
        }
        return values;
    }

    /**
     * The texts, in C order; a copy.
     *
     * @throws IllegalStateException if the elements are no texts, one of them is no Unicode, or there are more than a Java array holds
     */
    public String[] toTexts() {
        if (!type.text()) {
            throw wrongType("texts");
        }
        String[] texts = new String[length()];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = type == Type.UNICODE ? unicode(i) : bytes(i);
        }
        return texts;
    }

    private String unicode(long index) {
        long first = place(index) * characters;
        int[] points = new int[characters];
        int used = 0;
        for (int i = 0; i < characters; i++) {
            points[i] = data.getInt(4 * (first + i));
            used = points[i] == 0 ? used : i + 1;
        }
        for (int i = 0; i < used; i++) {
            if (!Character.isValidCodePoint(points[i])) {
                throw wrongValue(index, "U+" + Integer.toHexString(points[i]), "characters of Unicode");
            }
        }
        return new String(points, 0, used);
    }

    private String bytes(long index) {
        long first = place(index) * characters;
        byte[] text = new byte[characters];
        int used = 0;
        for (int i = 0; i < characters; i++) {
            text[i] = data.get(first + i);
            used = text[i] == 0 ? used : i + 1;
        }
        return new String(text, 0, used, StandardCharsets.UTF_8);
    }

    private void requireNumbers() {
        if (type.text()) {
            throw wrongType("numbers");
        }
    }

    private int length() {
        if (size > LONGEST) {
            throw new IllegalStateException(
                    name + ": " + size + " values; expected at most " + LONGEST + " for one copy. Take parts of it.");
        }
        return (int) size;
    }

    private int checked(long from, int count) {
        if (from < 0 || count < 0 || from > size - count) {
            throw new IndexOutOfBoundsException(
                    name + ": values " + from + " to " + (from + count) + " of " + size + "; expected a part of them");
        }
        return count;
    }

    /** Where the file has the element that is so far in C order. */
    private long place(long index) {
        if (!fortran) {
            return index;
        }
        long place = 0;
        long stride = size;
        long rest = index;
        for (int axis = shape.length - 1; axis >= 0; axis--) {
            stride /= shape[axis];
            place += rest % shape[axis] * stride;
            rest /= shape[axis];
        }
        return place;
    }

    private double real(long place) {
        return switch (type) {
            case FLOAT16 -> Half.toFloat(data.getShort(2 * place));
            case BFLOAT16 -> Float.intBitsToFloat(data.getShort(2 * place) << 16);
            case FLOAT32 -> Float.intBitsToFloat(data.getInt(4 * place));
            default -> Double.longBitsToDouble(data.getLong(8 * place));
        };
    }

    private long integer(long place, long index) {
        long value = switch (type) {
            case BOOL, INT8 -> data.get(place);
            case UINT8 -> data.get(place) & 0xff;
            case INT16 -> data.getShort(2 * place);
            case UINT16 -> data.getShort(2 * place) & 0xffff;
            case INT32 -> data.getInt(4 * place);
            case UINT32 -> data.getInt(4 * place) & 0xffffffffL;
            case INT64, UINT64 -> data.getLong(8 * place);
            default -> integral(real(place), index);
        };
        if (type == Type.UINT64 && value < 0) {
            throw wrongValue(index, Long.toUnsignedString(value), "integers below 2^63");
        }
        return value;
    }

    private long integral(double value, long index) {
        if (value != Math.rint(value) || Math.abs(value) > 0x1p53) {
            throw wrongValue(index, Double.toString(value), "integers");
        }
        return (long) value;
    }

    private IllegalStateException wrongType(String expected) {
        return new IllegalStateException(
                name + ": elements are " + type + " (" + type.descriptor() + "); expected " + expected);
    }

    private IllegalStateException wrongValue(long index, String value, String expected) {
        return new IllegalStateException(name + ": element " + index + " of " + type + " (" + type.descriptor()
                + ") is " + value + "; expected " + expected);
    }

    /** Type and shape, never the data. */
    @Override
    public String toString() {
        return "NpyArray[" + type + " " + Arrays.toString(shape) + "]";
    }
}
