package io.discern.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The bytes of an array of any size: in memory, or mapped from a file where they are more than one Java array or a small part of the heap
 * should hold. Immutable; a mapped file must not be changed meanwhile.
 */
final class ArrayBytes {
    private static final int SHIFT = 30;
    private static final long PIECE = 1L << SHIFT;
    /** Larger arrays are not kept on the heap. */
    private static final long MOST_ON_HEAP =
            Math.min(Integer.MAX_VALUE - 16, Runtime.getRuntime().maxMemory() / 4);

    private final ByteBuffer[] pieces;

    private ArrayBytes(ByteBuffer... pieces) {
        this.pieces = pieces;
    }

    static boolean fitsOnHeap(long bytes) {
        return bytes <= MOST_ON_HEAP;
    }

    static ArrayBytes of(byte[] bytes, ByteOrder order) {
        return new ArrayBytes(ByteBuffer.wrap(bytes).order(order));
    }

    /** Maps a part of a file. */
    static ArrayBytes map(FileChannel file, long start, long bytes, ByteOrder order) throws IOException {
        ByteBuffer[] pieces = new ByteBuffer[Math.toIntExact((bytes + PIECE - 1) >> SHIFT)];
        for (int i = 0; i < pieces.length; i++) {
            long from = i * PIECE;
            pieces[i] = file.map(FileChannel.MapMode.READ_ONLY, start + from, Math.min(PIECE, bytes - from))
                    .order(order);
        }
        return new ArrayBytes(pieces);
    }

    /**
     * Copies a stream's next bytes to a temporary file and maps it. Where the system allows it the file has no name any more when this
     * returns, so nothing is left over however the process ends.
     */
    static ArrayBytes spool(InputStream in, long bytes, ByteOrder order, String name) throws IOException {
        Path folder = Path.of(System.getProperty("java.io.tmpdir"));
        long free = Files.getFileStore(folder).getUsableSpace();
        if (bytes > free / 2) { // whoever else works here needs the rest
            throw new IOException(name + ": array of " + bytes + " bytes, unpacked to a temporary file; " + folder
                    + " has " + free + " bytes free, of which half may be taken. Free some, or name another folder with"
                    + " -Djava.io.tmpdir=DIR.");
        }
        Path file = Files.createTempFile(folder, "discern-array", ".bin");
        file.toFile().deleteOnExit(); // where a mapped file cannot be deleted
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE)) {
            long copied = 0;
            byte[] chunk = new byte[1 << 16];
            var out = Channels.newOutputStream(channel);
            while (copied < bytes) {
                int count = in.read(chunk, 0, (int) Math.min(chunk.length, bytes - copied));
                if (count < 0) {
                    throw NpyArray.truncated(name, bytes, copied);
                }
                out.write(chunk, 0, count);
                copied += count;
            }
            return map(channel, 0, bytes, order);
        }
    }

    // Pieces are a multiple of every element's size, so no element straddles two.

    byte get(long at) {
        return pieces[(int) (at >>> SHIFT)].get((int) (at & PIECE - 1));
    }

    short getShort(long at) {
        return pieces[(int) (at >>> SHIFT)].getShort((int) (at & PIECE - 1));
    }

    int getInt(long at) {
        return pieces[(int) (at >>> SHIFT)].getInt((int) (at & PIECE - 1));
    }

    long getLong(long at) {
        return pieces[(int) (at >>> SHIFT)].getLong((int) (at & PIECE - 1));
    }
}
