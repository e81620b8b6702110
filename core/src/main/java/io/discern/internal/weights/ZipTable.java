package io.discern.internal.weights;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where the entries of a zip lie that are stored as they are. {@code java.util.zip} reads entries but does not say at which
 * offset; only that lets an engine map an array from inside the zip. Numbers from PKWARE's APPNOTE, sections 4.3 and 4.5.3.
 */
final class ZipTable {
    private static final int LOCAL = 0x04034b50;
    private static final int CENTRAL = 0x02014b50;
    private static final int END = 0x06054b50;
    private static final int END_64 = 0x06064b50;
    private static final int LOCATOR_64 = 0x07064b50;
    private static final int END_BYTES = 22;
    private static final int LOCATOR_BYTES = 20;
    private static final int END_64_BYTES = 56;
    private static final int LOCAL_BYTES = 30;
    private static final int CENTRAL_BYTES = 46;
    private static final int MAX_COMMENT = 0xffff;
    private static final int MAX_TABLE_BYTES = 64 << 20;
    private static final int STORED = 0;
    private static final int ENCRYPTED = 1;
    private static final int EXTRA_64 = 1;

    /** An entry's bytes in the file. */
    record Entry(long offset, long bytes) {}

    private final FileChannel channel;

    private ZipTable(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * The entries by name.
     *
     * @throws IOException if it is no complete zip, or an entry is compressed, encrypted, there twice, or outside the file
     */
    static Map<String, Entry> read(FileChannel channel) throws IOException {
        try {
            return new ZipTable(channel).entries();
        } catch (BufferUnderflowException | IllegalArgumentException | ArithmeticException e) {
            throw new IOException("its table of contents is malformed", e);
        }
    }

    private Map<String, Entry> entries() throws IOException {
        long size = channel.size();
        int tail = (int) Math.min(size, END_BYTES + MAX_COMMENT);
        ByteBuffer end = bytes(size - tail, tail);
        int at = tail - END_BYTES;
        while (at >= 0 && end.getInt(at) != END) {
            at--;
        }
        if (at < 0) {
            throw new IOException("has no table of contents at its end; it is not complete, or not a zip");
        }
        long length = end.getInt(at + 12) & 0xffffffffL;
        long start = end.getInt(at + 16) & 0xffffffffL;
        long locator = size - tail + at - LOCATOR_BYTES;
        if (locator >= 0 && bytes(locator, LOCATOR_BYTES).getInt(0) == LOCATOR_64) {
            ByteBuffer end64 = bytes(bytes(locator, LOCATOR_BYTES).getLong(8), END_64_BYTES);
            if (end64.getInt(0) != END_64) {
                throw new IOException("its zip64 table is not where it says");
            }
            length = end64.getLong(40);
            start = end64.getLong(48);
        }
        if (length < 0 || length > MAX_TABLE_BYTES) {
            throw new IOException(
                    "has a table of contents of " + length + " bytes; expected at most " + MAX_TABLE_BYTES);
        }
        ByteBuffer table = bytes(start, (int) length);
        Map<String, Entry> entries = new LinkedHashMap<>();
        while (table.hasRemaining()) {
            entry(table, entries);
        }
        return entries;
    }

    private void entry(ByteBuffer table, Map<String, Entry> entries) throws IOException {
        ByteBuffer entry = table.slice().order(ByteOrder.LITTLE_ENDIAN);
        if (entry.getInt(0) != CENTRAL) {
            throw new IOException("its table of contents is malformed at byte " + table.position());
        }
        int nameLength = entry.getShort(28) & 0xffff;
        int extraLength = entry.getShort(30) & 0xffff;
        int commentLength = entry.getShort(32) & 0xffff;
        byte[] nameBytes = new byte[nameLength];
        entry.get(CENTRAL_BYTES, nameBytes);
        String name = new String(nameBytes, StandardCharsets.UTF_8);
        if ((entry.getShort(8) & ENCRYPTED) != 0 || entry.getShort(10) != STORED) {
            throw new IOException(
                    "entry \"" + name + "\" is compressed or encrypted; expected it stored as it is, as PyTorch does. "
                            + "Save it again with torch.save");
        }
        long[] values = {entry.getInt(24) & 0xffffffffL, entry.getInt(20) & 0xffffffffL, entry.getInt(42) & 0xffffffffL
        };
        extra64(entry.slice(CENTRAL_BYTES + nameLength, extraLength).order(ByteOrder.LITTLE_ENDIAN), values);
        if (values[0] != values[1] || entries.put(name, located(name, values[2], values[0])) != null) {
            throw new IOException("entry \"" + name + "\" has two sizes, or is there twice");
        }
        table.position(table.position() + CENTRAL_BYTES + nameLength + extraLength + commentLength);
    }

    /** Replaces uncompressed size, compressed size and offset, in this order, where they did not fit into 32 bits. */
    private static void extra64(ByteBuffer extra, long[] values) {
        while (extra.remaining() >= 4) {
            int id = extra.getShort() & 0xffff;
            int length = extra.getShort() & 0xffff;
            int next = extra.position() + length;
            for (int i = 0; id == EXTRA_64 && i < values.length; i++) {
                if (values[i] == 0xffffffffL) {
                    values[i] = extra.getLong();
                }
            }
            extra.position(next);
        }
    }

    private Entry located(String name, long header, long length) throws IOException {
        ByteBuffer local = bytes(header, LOCAL_BYTES);
        if (local.getInt(0) != LOCAL) {
            throw new IOException("entry \"" + name + "\" is not where the table of contents says");
        }
        long offset = header + LOCAL_BYTES + (local.getShort(26) & 0xffff) + (local.getShort(28) & 0xffff);
        if (length < 0 || length > channel.size() - offset) {
            throw new IOException("entry \"" + name + "\" ends beyond the file's " + channel.size() + " bytes");
        }
        return new Entry(offset, length);
    }

    private ByteBuffer bytes(long position, int length) throws IOException {
        if (position < 0 || position > channel.size() - length) {
            throw new IOException(
                    "its table of contents points to byte " + position + "; the file has " + channel.size());
        }
        return ChannelBytes.read(channel, position, length);
    }
}
