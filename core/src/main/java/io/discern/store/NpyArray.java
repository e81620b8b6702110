package io.discern.store;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * An array read from NumPy's format: element type, shape and values in C order.
 *
 * <p>Accessors convert when no value can change ({@code float32} to {@code double}, {@code uint8} to {@code long}) and refuse
 * otherwise, naming the element type found.
 */
public final class NpyArray {

    /** The element types that are read. */
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
        /** Signed 32 bits. */
        INT32("<i4", 4),
        /** Signed 64 bits. */
        INT64("<i8", 8),
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

        /** NumPy's descriptor, for example {@code <f4}. */
        public String descriptor() {
            return descriptor;
        }

        /** The size of an element. */
        public int bytes() {
            return bytes;
        }
    }

    private final String name;
    private final Type type;
    private final int[] shape;
    private final ByteBuffer data;

    NpyArray(String name, Type type, int[] shape, ByteBuffer data) {
        this.name = name;
        this.type = type;
        this.shape = shape;
        this.data = data.order(ByteOrder.LITTLE_ENDIAN);
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
    public int length() {
        return data.capacity() / type.bytes();
    }

    /**
     * The values as float32, in C order; a copy.
     *
     * @throws IllegalStateException if the elements are not float32 or float64 (which is rounded)
     */
    public float[] toFloats() {
        float[] values = new float[length()];
        switch (type) {
            case FLOAT32 -> data.asFloatBuffer().get(values);
            case FLOAT64 -> {
                for (int i = 0; i < values.length; i++) {
                    values[i] = (float) data.getDouble(8 * i);
                }
            }
            default -> throw wrongType("float32 or float64");
        }
        return values;
    }

    /**
     * The values as float64, in C order; a copy.
     *
     * @throws IllegalStateException if the elements are 64-bit integers
     */
    public double[] toDoubles() {
        double[] values = new double[length()];
        for (int i = 0; i < values.length; i++) {
            values[i] = switch (type) {
                case FLOAT32 -> data.getFloat(4 * i);
                case FLOAT64 -> data.getDouble(8 * i);
                case INT64 -> throw wrongType("a floating-point type or an integer of at most 32 bits");
                default -> integer(i);
            };
        }
        return values;
    }

    /**
     * The values as 64-bit integers, in C order; a copy.
     *
     * @throws IllegalStateException if the elements are not integers
     */
    public long[] toLongs() {
        long[] values = new long[length()];
        for (int i = 0; i < values.length; i++) {
            values[i] = integer(i);
        }
        return values;
    }

    /**
     * The values as unsigned bytes, in C order; a copy.
     *
     * @throws IllegalStateException if the elements are not {@code uint8}
     */
    public byte[] toBytes() {
        if (type != Type.UINT8) {
            throw wrongType("uint8");
        }
        byte[] values = new byte[length()];
        data.duplicate().rewind().get(values);
        return values;
    }

    private long integer(int i) {
        return switch (type) {
            case BOOL, INT8 -> data.get(i);
            case UINT8 -> data.get(i) & 0xff;
            case INT16 -> data.getShort(2 * i);
            case UINT16 -> data.getShort(2 * i) & 0xffff;
            case INT32 -> data.getInt(4 * i);
            case INT64 -> data.getLong(8 * i);
            default -> throw wrongType("an integer type");
        };
    }

    private IllegalStateException wrongType(String expected) {
        return new IllegalStateException(
                name + ": elements are " + type + " (" + type.descriptor() + "); expected " + expected);
    }

    /** Type and shape, never the data. */
    @Override
    public String toString() {
        return "NpyArray[" + type + " " + Arrays.toString(shape) + "]";
    }
}
