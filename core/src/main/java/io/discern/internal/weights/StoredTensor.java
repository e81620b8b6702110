package io.discern.internal.weights;

import io.discern.internal.numeric.Half;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A named array in a file: nothing is read or mapped until somebody asks.
 *
 * @param name as the file calls it
 * @param type of its elements, little-endian
 * @param shape row-major; empty for a single number
 * @param strides elements from one index to the next, per dimension; {@link #isContiguous()} where they are those of the shape
 * @param file where it lies, links resolved
 * @param offset of its first element, in bytes from the file's start
 */
public record StoredTensor(
        String name, ElementType type, List<Integer> shape, List<Long> strides, Path file, long offset) {
    /** Copies the lists. */
    public StoredTensor {
        shape = List.copyOf(shape);
        strides = List.copyOf(strides);
    }

    /** A tensor whose rows follow one another. */
    static StoredTensor contiguous(String name, ElementType type, List<Integer> shape, Path file, long offset) {
        return new StoredTensor(name, type, shape, rowMajor(shape), file, offset);
    }

    /** How many elements it has. */
    public long elements() {
        return elements(shape);
    }

    /** Its length in the file, where it is contiguous. */
    public long bytes() {
        return elements() * type.bytes();
    }

    /** How many elements of the file lie from its first to its last, both included: fewer or more than its own where it is a view. */
    long span() {
        if (elements() == 0) {
            return 0;
        }
        long span = 1;
        for (int i = 0; i < shape.size(); i++) {
            span += (shape.get(i) - 1) * strides.get(i);
        }
        return span;
    }

    /** Whether its elements lie in the file in the order of its shape, with no gap. */
    public boolean isContiguous() {
        List<Long> expected = rowMajor(shape);
        for (int i = 0; i < shape.size(); i++) {
            if (shape.get(i) != 1 && !strides.get(i).equals(expected.get(i))) {
                return false;
            }
        }
        return true;
    }

    /**
     * Reads it as float32, row-major: float16 and bfloat16 are exact in it.
     *
     * @return a new array of {@link #elements()} values
     * @throws IOException if the file cannot be read
     * @throws IllegalStateException if it is of another type, or lies in a stretch of more than 2 GiB of its file
     */
    public float[] read() throws IOException {
        long count = elements();
        long span = span() * type.bytes();
        if (!type.isWeight() || span > Integer.MAX_VALUE || count > Integer.MAX_VALUE - 8) {
            throw new IllegalStateException(this + " in " + span
                    + " bytes; expected float32, float16 or bfloat16, and at most " + Integer.MAX_VALUE + " bytes");
        }
        if (count == 0) {
            return new float[0];
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer bytes =
                    channel.map(FileChannel.MapMode.READ_ONLY, offset, span).order(ByteOrder.LITTLE_ENDIAN);
            float[] values = new float[(int) count];
            int[] index = new int[shape.size()];
            long at = 0;
            for (int i = 0; i < values.length; i++) {
                values[i] = value(bytes, Math.toIntExact(at));
                for (int d = index.length - 1; d >= 0; d--) {
                    at += strides.get(d);
                    if (++index[d] < shape.get(d)) {
                        break;
                    }
                    at -= strides.get(d) * shape.get(d);
                    index[d] = 0;
                }
            }
            return values;
        }
    }

    private float value(ByteBuffer bytes, int element) {
        return switch (type) {
            case F16 -> Half.toFloat(bytes.getShort(2 * element));
            case BF16 -> Float.intBitsToFloat(bytes.getShort(2 * element) << 16);
            default -> bytes.getFloat(4 * element);
        };
    }

    /** The product of a shape, exact. */
    static long elements(List<Integer> shape) {
        long count = 1;
        for (int size : shape) {
            count = Math.multiplyExact(count, (long) size);
        }
        return count;
    }

    private static List<Long> rowMajor(List<Integer> shape) {
        Long[] strides = new Long[shape.size()];
        long next = 1;
        for (int i = strides.length - 1; i >= 0; i--) {
            strides[i] = next;
            next = Math.multiplyExact(next, (long) Math.max(1, shape.get(i)));
        }
        return List.of(strides);
    }

    /** Name, type and shape, for example {@code proj F16[512,768]}. */
    @Override
    public String toString() {
        return name + " " + type + shape.stream().map(String::valueOf).collect(Collectors.joining(",", "[", "]"));
    }
}
