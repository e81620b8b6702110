package io.discern.store;

import io.discern.internal.file.AtomicFile;
import io.discern.internal.file.FileErrors;
import io.discern.internal.file.FileNames;
import io.discern.internal.file.RegularFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Reads and writes NumPy's {@code .npy} format, versions 1 to 3. Either byte order and either order of axes is read; arrays that are too
 * large for the heap are mapped from their file.
 *
 * @see <a href="https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html">the format</a>
 */
public final class Npy {

    private Npy() {}

    /**
     * Reads an array. One that is mapped holds the file's pages: do not change the file while the array is in use.
     *
     * @throws IOException if the file is not a supported {@code .npy}, is truncated or has bytes left over
     */
    public static NpyArray read(Path path) throws IOException {
        String name = FileNames.text(path);
        RegularFile.require(path);
        try (FileChannel channel = FileChannel.open(path);
                InputStream in = Files.newInputStream(path)) {
            NpyHeader header = NpyHeader.read(in, name);
            long bytes = header.bytes();
            if (ArrayBytes.fitsOnHeap(bytes)) {
                return rest(in, header, name);
            }
            long left = channel.size() - header.start();
            if (left < bytes) {
                throw NpyArray.truncated(name, bytes, left);
            }
            if (left > bytes) {
                throw leftOver(name, header);
            }
            return new NpyArray(name, header, ArrayBytes.map(channel, header.start(), bytes, header.order()));
        } catch (IOException failed) {
            throw FileErrors.explained(failed, path);
        }
    }

    /**
     * Reads an array to the end of a stream; one that is too large for the heap passes through a temporary file.
     *
     * @param name what messages call it
     * @param length the bytes that the stream is said to have
     */
    static NpyArray read(InputStream in, String name, long length) throws IOException {
        NpyHeader header = NpyHeader.read(in, name);
        if (header.bytes() > length - header.start()) {
            throw NpyArray.truncated(name, header.bytes(), length - header.start());
        }
        return rest(in, header, name);
    }

    private static NpyArray rest(InputStream in, NpyHeader header, String name) throws IOException {
        long bytes = header.bytes();
        ArrayBytes data = ArrayBytes.fitsOnHeap(bytes)
                ? ArrayBytes.of(NpyHeader.exactly(in, (int) bytes, name), header.order())
                : ArrayBytes.spool(in, bytes, header.order(), name);
        if (in.read() >= 0) {
            throw leftOver(name, header);
        }
        return new NpyArray(name, header, data);
    }

    private static IOException leftOver(String name, NpyHeader header) {
        return new IOException(name + ": bytes left over after the " + header.bytes() + " of shape "
                + Arrays.toString(header.shape()) + "; expected none. Write the file again.");
    }

    /** Values in C order that come piece by piece, so that an array need not fit in memory. */
    @FunctionalInterface
    public interface Pieces {
        /** Gives every piece, one after the other. */
        void to(Sink sink) throws IOException;
    }

    /** Takes pieces. */
    @FunctionalInterface
    public interface Sink {
        /** Takes one; done with it when this returns. */
        void take(float[] values) throws IOException;
    }

    /**
     * Writes float32 values of any number atomically.
     *
     * @param pieces as many values as the product of the shape
     * @throws IllegalArgumentException if there are more or fewer; no file is written then
     */
    public static void write(Path path, Pieces pieces, int... shape) throws IOException {
        long expected = Arrays.stream(shape).asLongStream().reduce(1, Math::multiplyExact);
        AtomicFile.write(path, out -> {
            out.write(NpyHeader.written(NpyArray.Type.FLOAT32, shape));
            long[] count = new long[1];
            pieces.to(values -> {
                count[0] += values.length;
                write(values, out);
            });
            if (count[0] != expected) {
                throw new IllegalArgumentException(
                        count[0] + " values; expected " + expected + " for shape " + Arrays.toString(shape));
            }
        });
    }

    /**
     * Writes float32 values atomically.
     *
     * @param values in C order
     * @param shape its product is {@code values.length}
     */
    public static void write(Path path, float[] values, int... shape) throws IOException {
        long expected = Arrays.stream(shape).asLongStream().reduce(1, Math::multiplyExact);
        if (expected != values.length) {
            throw new IllegalArgumentException(
                    values.length + " values; expected " + expected + " for shape " + Arrays.toString(shape));
        }
        AtomicFile.write(path, out -> {
            out.write(NpyHeader.written(NpyArray.Type.FLOAT32, shape));
            write(values, out);
        });
    }

    private static void write(float[] values, OutputStream out) throws IOException {
        ByteBuffer chunk = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
        int chunkFloats = chunk.capacity() / Float.BYTES;
        for (int start = 0; start < values.length; start += chunkFloats) {
            int count = Math.min(chunkFloats, values.length - start);
            chunk.asFloatBuffer().put(values, start, count);
            out.write(chunk.array(), 0, count * Float.BYTES);
        }
    }
}
