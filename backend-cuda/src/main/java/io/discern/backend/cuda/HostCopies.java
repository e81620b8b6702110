package io.discern.backend.cuda;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;

/** Copies between the heap and pinned memory by several threads: one alone is far slower than the bus. */
final class HostCopies {
    /** Bytes that a thread copies at a time. */
    private static final int PART = 1 << 20;

    private HostCopies() {}

    /** Copies values of an array to the start of a buffer. */
    static void copy(float[] from, int first, int count, FloatBuffer to) {
        inParts(count, PART / Float.BYTES, (at, some) -> to.put(at, from, first + at, some));
    }

    /** Copies rows of a matrix in some order, some columns of each, one after another to the start of a buffer. */
    static void gather(
            float[] from, int dim, int[] order, int first, int count, int column, int columns, FloatBuffer to) {
        inParts(count, Math.max(1, PART / Float.BYTES / columns), (at, some) -> {
            for (int i = at; i < at + some; i++) {
                to.put(i * columns, from, order[first + i] * dim + column, columns);
            }
        });
    }

    /** Copies bytes between buffers. */
    static void copy(ByteBuffer from, int fromIndex, ByteBuffer to, int toIndex, int bytes) {
        inParts(bytes, PART, (at, some) -> to.put(toIndex + at, from, fromIndex + at, some));
    }

    /** Does something with each part of so many things. */
    static void inParts(int count, int part, Part work) {
        HostThreads.COPYING.forEach(
                (int) ((count + (long) part - 1) / part), i -> work.accept(i * part, Math.min(part, count - i * part)));
    }

    /** Things from one on. */
    interface Part {
        void accept(int first, int count);
    }
}
