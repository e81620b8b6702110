package io.discern.store;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reads and writes NumPy's {@code .npy} format, versions 1 to 3, little-endian and C order.
 *
 * @see <a href="https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html">the format</a>
 */
public final class Npy {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int MAX_HEADER_BYTES = 65_536;
    private static final int ALIGNMENT = 64;
    /** A dictionary of exactly the three keys, as NumPy writes it; nothing is evaluated. */
    private static final Pattern HEADER =
            Pattern.compile("\\{\\s*'descr':\\s*'([^']{1,16})',\\s*'fortran_order':\\s*(True|False),"
                    + "\\s*'shape':\\s*\\(([0-9, ]{0,128})\\),?\\s*\\}\\s*");

    private Npy() {}

    /**
     * Reads an array.
     *
     * @throws IOException if the file is not a supported {@code .npy}, is truncated or has bytes left over
     */
    public static NpyArray read(Path path) throws IOException {
        try (InputStream in = RegularFile.open(path)) {
            return read(in, FileNames.text(path));
        } catch (IOException failed) {
            throw FileErrors.explained(failed, path);
        }
    }

    /**
     * Reads an array to the end of a stream.
     *
     * @param name what messages call it
     */
    static NpyArray read(InputStream in, String name) throws IOException {
        byte[] start = in.readNBytes(8);
        if (start.length < 8 || !Arrays.equals(start, 0, 6, MAGIC, 0, 6)) {
            throw new IOException(name + ": not a .npy file; expected it to start with \\x93NUMPY");
        }
        int version = start[6];
        if (version < 1 || version > 3) {
            throw new IOException(name + ": .npy version " + version + "; expected 1 to 3");
        }
        ByteBuffer size =
                ByteBuffer.wrap(exactly(in, version == 1 ? 2 : 4, name)).order(ByteOrder.LITTLE_ENDIAN);
        long headerBytes = version == 1 ? size.getShort() & 0xffff : size.getInt() & 0xffffffffL;
        if (headerBytes > MAX_HEADER_BYTES) {
            throw new IOException(name + ": header of " + headerBytes + " bytes; expected at most " + MAX_HEADER_BYTES);
        }
        String header = new String(exactly(in, (int) headerBytes, name), StandardCharsets.ISO_8859_1);
        Matcher fields = HEADER.matcher(header);
        if (!fields.matches()) {
            throw new IOException(name + ": header " + shortened(header)
                    + "; expected a dictionary of 'descr' (a plain type), 'fortran_order' and 'shape'");
        }
        NpyArray.Type type = type(fields.group(1), name);
        int[] shape = shape(fields.group(3), name);
        if (fields.group(2).equals("True") && shape.length > 1) {
            throw new IOException(
                    name + ": array in Fortran order; expected C order. Save np.ascontiguousarray(array).");
        }
        return new NpyArray(name, type, shape, data(in, type, shape, name));
    }

    private static ByteBuffer data(InputStream in, NpyArray.Type type, int[] shape, String name) throws IOException {
        long bytes = type.bytes();
        try {
            for (int extent : shape) {
                bytes = Math.multiplyExact(bytes, extent);
            }
        } catch (ArithmeticException overflow) {
            bytes = Long.MAX_VALUE;
        }
        if (bytes > Integer.MAX_VALUE - 16) {
            throw new IOException(name + ": array of shape " + Arrays.toString(shape) + " has " + bytes
                    + " bytes; expected less than 2 GiB");
        }
        byte[] data = exactly(in, (int) bytes, name);
        if (in.read() >= 0) {
            throw new IOException(
                    name + ": bytes left over after the " + bytes + " of shape " + Arrays.toString(shape));
        }
        return ByteBuffer.wrap(data);
    }

    private static byte[] exactly(InputStream in, int bytes, String name) throws IOException {
        // readNBytes grows as data arrives, so a lying header cannot make it allocate more than the file holds.
        byte[] read = in.readNBytes(bytes);
        if (read.length < bytes) {
            throw new EOFException(name + ": truncated; expected " + bytes + " more bytes, found " + read.length);
        }
        return read;
    }

    private static NpyArray.Type type(String descriptor, String name) throws IOException {
        for (NpyArray.Type type : NpyArray.Type.values()) {
            if (type.descriptor().equals(descriptor)) {
                return type;
            }
        }
        String known = Arrays.stream(NpyArray.Type.values())
                .map(NpyArray.Type::descriptor)
                .collect(Collectors.joining(" "));
        throw new IOException(name + ": element type '" + descriptor + "'; expected one of " + known);
    }

    private static int[] shape(String text, String name) throws IOException {
        try {
            return Arrays.stream(text.split(","))
                    .map(String::strip)
                    .filter(extent -> !extent.isEmpty())
                    .mapToInt(Integer::parseInt)
                    .toArray();
        } catch (NumberFormatException bad) {
            throw new IOException(name + ": shape (" + text + "); expected extents below 2^31", bad);
        }
    }

    private static String shortened(String header) {
        String line = header.strip();
        return line.length() <= 120 ? line : line.substring(0, 120) + "...";
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
            out.write(header(NpyArray.Type.FLOAT32, shape));
            ByteBuffer chunk = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
            int chunkFloats = chunk.capacity() / Float.BYTES;
            for (int start = 0; start < values.length; start += chunkFloats) {
                int count = Math.min(chunkFloats, values.length - start);
                chunk.asFloatBuffer().put(values, start, count);
                out.write(chunk.array(), 0, count * Float.BYTES);
            }
        });
    }

    private static byte[] header(NpyArray.Type type, int[] shape) {
        String extents = Arrays.stream(shape).mapToObj(Integer::toString).collect(Collectors.joining(", "));
        String tuple = "(" + extents + (shape.length == 1 ? ",)" : ")");
        String fields = "{'descr': '" + type.descriptor() + "', 'fortran_order': False, 'shape': " + tuple + ", }";
        int unpadded = MAGIC.length + 4 + fields.length() + 1;
        int padding = (ALIGNMENT - unpadded % ALIGNMENT) % ALIGNMENT;
        int headerBytes = fields.length() + padding + 1;
        ByteBuffer header = ByteBuffer.allocate(unpadded + padding).order(ByteOrder.LITTLE_ENDIAN);
        header.put(MAGIC).put((byte) 1).put((byte) 0).putShort((short) headerBytes);
        header.put((fields + " ".repeat(padding) + "\n").getBytes(StandardCharsets.ISO_8859_1));
        return header.array();
    }
}
