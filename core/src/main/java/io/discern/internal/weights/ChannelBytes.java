package io.discern.internal.weights;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;

/** Bytes from a place in a file, all that were asked for. */
final class ChannelBytes {
    private ChannelBytes() {}

    /**
     * Reads so many bytes from a place.
     *
     * @return a new buffer, little-endian, from its first byte to its last
     * @throws IOException if the file ends before, or cannot be read
     */
    static ByteBuffer read(FileChannel channel, long position, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        fill(bytes, channel, position);
        return bytes;
    }

    /** Fills a buffer up to its limit, from its start, and sets it back to its start. */
    static void fill(ByteBuffer bytes, FileChannel channel, long position) throws IOException {
        bytes.rewind();
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, position + bytes.position()) < 0) {
                throw new IOException("ends after " + (position + bytes.position()) + " bytes");
            }
        }
        bytes.rewind();
    }
}
