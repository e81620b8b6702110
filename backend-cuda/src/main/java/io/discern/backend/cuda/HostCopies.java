package io.discern.backend.cuda;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.stream.IntStream;

/** Copies between the heap and pinned memory by several threads: one alone is far slower than the bus. */
final class HostCopies {
    /** Bytes that a thread copies at a time. */
    private static final int PART = 1 << 20;

    private HostCopies() {}

    /** Copies values of an array to the start of a buffer. */
    static void copy(float[] from, int first, int count, FloatBuffer to) {
        int part = PART / Float.BYTES;
        parts(count, part).forEach(i -> to.put(i * part, from, first + i * part, Math.min(part, count - i * part)));
    }

    /** Copies rows of a matrix in some order, some columns of each, one after another to the start of a buffer. */
    static void gather(
            float[] from, int dim, int[] order, int first, int count, int column, int columns, FloatBuffer to) {
        IntStream.range(0, count)
                .parallel()
                .forEach(i -> to.put(i * columns, from, order[first + i] * dim + column, columns));
    }

    /** Copies bytes between buffers. */
    static void copy(ByteBuffer from, int fromIndex, ByteBuffer to, int toIndex, int bytes) {
        parts(bytes, PART)
                .forEach(i -> to.put(toIndex + i * PART, from, fromIndex + i * PART, Math.min(PART, bytes - i * PART)));
    }

    private static IntStream parts(int count, int part) {
        return IntStream.range(0, (int) ((count + (long) part - 1) / part)).parallel();
    }
}
