package io.discern.internal.hub;

import io.discern.HubListener;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * Where a file's bytes arrive: never more than were announced, and never so many that the disk is full.
 *
 * @param file as the hub calls it
 * @param place what is being written
 * @param size as the hub announced it
 * @param listener told how it goes
 */
record Received(String file, Path place, OptionalLong size, HubListener listener) {
    /** The most bytes of a file whose size the hub does not announce. */
    static final long MAX_UNANNOUNCED = 256L << 20;

    /** What stays free on the disk. */
    static final long RESERVE = 1L << 30;

    private static final long STEP = 16L << 20;

    /**
     * Refuses a file for which the disk has no room.
     *
     * @param present bytes of it that are here already
     */
    void requireRoom(long present) throws IOException {
        long free = Files.getFileStore(place.getParent()).getUsableSpace();
        long missing = Math.max(0, size.orElse(0) - present);
        if (missing > free - RESERVE) {
            throw new GivenUp(
                    file + ": " + missing + " bytes are still to come, and " + place.getParent() + " has " + free
                            + " free; expected room for them and " + RESERVE
                            + " bytes more. Make room, or set HF_HUB_CACHE to a folder on another disk.",
                    null);
        }
    }

    /**
     * Appends a body.
     *
     * @throws IOException if it is longer than announced, or the disk gets full
     */
    void append(InputStream body, FileChannel channel) throws IOException {
        byte[] chunk = new byte[1 << 16];
        long step = Math.max(size.orElse(0) / 100, chunk.length);
        long told = channel.position();
        long checked = channel.position();
        while (true) {
            if (channel.position() >= told) {
                listener.received(file, channel.position(), size.orElse(-1));
                told = channel.position() + step;
            }
            int count = body.read(chunk);
            if (count < 0) {
                break;
            }
            requireAnnounced(channel.position() + count);
            if (channel.position() >= checked) {
                requireRoom(channel.position());
                checked = channel.position() + STEP;
            }
            ByteBuffer bytes = ByteBuffer.wrap(chunk, 0, count);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }
        listener.received(file, channel.position(), size.orElse(-1));
    }

    private void requireAnnounced(long bytes) throws IOException {
        if (bytes > size.orElse(MAX_UNANNOUNCED)) {
            throw new IOException(file + ": more than "
                    + (size.isPresent()
                            ? "the " + size.getAsLong() + " bytes that the hub announced"
                            : MAX_UNANNOUNCED + " bytes, and the hub announced none")
                    + " were sent; nothing was kept. Try again, and check HF_ENDPOINT if this happens twice.");
        }
    }
}
