package io.discern.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What stands before an array's values in NumPy's format; nothing of it is evaluated.
 *
 * @param type the element type
 * @param length how many characters a text has at most; 1 for other types
 * @param order the bytes of an element
 * @param fortran whether the first axis changes fastest
 * @param shape the extents, from 0
 * @param start bytes before the first value
 */
record NpyHeader(NpyArray.Type type, int length, ByteOrder order, boolean fortran, int[] shape, long start) {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int MAX_HEADER_BYTES = 65_536;
    private static final int ALIGNMENT = 64;
    /** One entry of the dictionary; NumPy sorts its three keys, others need not. */
    private static final Pattern ENTRY =
            Pattern.compile("\\G\\s*(?:['\"]descr['\"]:\\s*['\"](?<descr>[^'\"]{1,16})['\"]"
                    + "|['\"]fortran_order['\"]:\\s*(?<fortran>True|False)"
                    + "|['\"]shape['\"]:\\s*\\((?<shape>[0-9L, ]{0,256})\\))\\s*(?:,|(?=}))");

    private static final Pattern TEXT = Pattern.compile("[<>|=]?(?<kind>[US])(?<length>[0-9]{1,9})");

    private static final Pattern END = Pattern.compile("\\s*}\\s*");

    /**
     * Reads a header and leaves the stream at the first value.
     *
     * @param name what messages call the array
     */
    static NpyHeader read(InputStream in, String name) throws IOException {
        byte[] start = in.readNBytes(8);
        if (start.length < 8 || !Arrays.equals(start, 0, 6, MAGIC, 0, 6)) {
            throw new IOException(name + ": not a .npy file; expected it to start with \\x93NUMPY");
        }
        int version = start[6];
        if (version < 1 || version > 3) {
            throw new IOException(name + ": .npy version " + version + "; expected 1 to 3");
        }
        int lengthBytes = version == 1 ? 2 : 4;
        ByteBuffer size = ByteBuffer.wrap(exactly(in, lengthBytes, name)).order(ByteOrder.LITTLE_ENDIAN);
        long headerBytes = version == 1 ? size.getShort() & 0xffff : size.getInt() & 0xffffffffL;
        if (headerBytes > MAX_HEADER_BYTES) {
            throw new IOException(name + ": header of " + headerBytes + " bytes; expected at most " + MAX_HEADER_BYTES);
        }
        String header = new String(exactly(in, (int) headerBytes, name), StandardCharsets.ISO_8859_1);
        return parse(header, 8 + lengthBytes + headerBytes, name);
    }

    private static NpyHeader parse(String header, long start, String name) throws IOException {
        String descriptor = null;
        String fortran = null;
        String shape = null;
        int at = header.indexOf('{') + 1;
        Matcher entry = ENTRY.matcher(header).region(at, header.length());
        while (entry.find()) {
            descriptor = entry.group("descr") == null ? descriptor : entry.group("descr");
            fortran = entry.group("fortran") == null ? fortran : entry.group("fortran");
            shape = entry.group("shape") == null ? shape : entry.group("shape");
            at = entry.end();
        }
        if (descriptor == null
                || fortran == null
                || shape == null
                || !END.matcher(header.substring(at)).matches()) {
            throw new IOException(name + ": header " + shortened(header)
                    + "; expected a dictionary of 'descr' (a plain type), 'fortran_order' and 'shape'");
        }
        ByteOrder order = descriptor.startsWith(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        Matcher text = TEXT.matcher(descriptor);
        if (text.matches()) {
            NpyArray.Type type = text.group("kind").equals("U") ? NpyArray.Type.UNICODE : NpyArray.Type.BYTES;
            int length = Integer.parseInt(text.group("length"));
            return new NpyHeader(type, length, order, fortran.equals("True"), extents(shape, name), start);
        }
        return new NpyHeader(type(descriptor, name), 1, order, fortran.equals("True"), extents(shape, name), start);
    }

    /** The number of values. */
    long size() throws ArithmeticException {
        return Arrays.stream(shape).asLongStream().reduce(1, Math::multiplyExact);
    }

    /** The bytes of all values; {@link Long#MAX_VALUE} if no file could hold them. */
    long bytes() {
        try {
            return Math.multiplyExact(Math.multiplyExact(size(), type.bytes()), length);
        } catch (ArithmeticException overflow) {
            return Long.MAX_VALUE;
        }
    }

    /** Exactly so many bytes of a stream; what a header claims is not allocated before it has arrived. */
    static byte[] exactly(InputStream in, int bytes, String name) throws IOException {
        byte[] read = in.readNBytes(bytes);
        if (read.length < bytes) {
            throw NpyArray.truncated(name, bytes, read.length);
        }
        return read;
    }

    private static NpyArray.Type type(String descriptor, String name) throws IOException {
        String little = descriptor.charAt(0) == '>' ? "<" + descriptor.substring(1) : descriptor;
        for (NpyArray.Type type : NpyArray.Type.values()) {
            // One byte has no order, and some programs write one all the same.
            boolean oneByte = type.bytes() == 1
                    && little.substring(1).equals(type.descriptor().substring(1));
            if (type.descriptor().equals(little) || oneByte) {
                return type;
            }
        }
        String known = Arrays.stream(NpyArray.Type.values())
                .filter(each -> !each.text())
                .map(NpyArray.Type::descriptor)
                .collect(Collectors.joining(" "));
        throw new IOException(name + ": element type '" + descriptor + "'" + meaning(descriptor) + "; expected one of "
                + known + ", big-endian, or texts. Save array.astype(np.float32), or array.astype(str) for texts.");
    }

    private static String meaning(String descriptor) {
        return switch (descriptor.charAt(Math.min(1, descriptor.length() - 1))) {
            case 'O' -> " (pickled Python objects, which are never read)";
            case 'c' -> " (complex numbers)";
            case 'M', 'm' -> " (times)";
            case 'V' -> " (bytes of no stated meaning)";
            default -> "";
        };
    }

    private static int[] extents(String text, String name) throws IOException {
        try {
            return Arrays.stream(text.replace("L", "").split(","))
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

    /** The bytes that NumPy writes before values in C order. */
    static byte[] written(NpyArray.Type type, int[] shape) {
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
