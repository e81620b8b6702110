package io.discern.internal.hub;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/**
 * The right to download one content: of all threads and processes that want it, one has it and the others wait, as long as bytes
 * go on to arrive. Closing gives it back.
 */
final class DownloadLock implements AutoCloseable {
    private static final long PAUSE_MILLIS = 100;

    private final FileChannel channel;

    private DownloadLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Waits for it.
     *
     * @param file where the lock is; it stays, so that nobody waits for one that is gone
     * @param incomplete the file that whoever has the lock writes into
     * @param patience how long nothing may arrive there before the wait is given up
     */
    static DownloadLock of(Path file, Path incomplete, Duration patience) throws IOException {
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        try {
            long seen = -1;
            long since = System.nanoTime();
            while (!taken(channel)) {
                long arrived = Files.exists(incomplete) ? Files.size(incomplete) : 0;
                if (arrived != seen) {
                    seen = arrived;
                    since = System.nanoTime();
                } else if (System.nanoTime() - since > patience.toNanos()) {
                    throw new IOException(
                            incomplete + ": is being downloaded by somebody else, and nothing has arrived for "
                                    + patience.toMillis() / 1000.0 + " s. Wait for that to end, or end it.");
                }
                Thread.sleep(PAUSE_MILLIS);
            }
            return new DownloadLock(channel);
        } catch (InterruptedException e) {
            channel.close();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for another download of " + incomplete, e);
        } catch (IOException | RuntimeException | Error e) {
            channel.close();
            throw e;
        }
    }

    /** Held until the channel closes. */
    private static boolean taken(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            // another thread of this process
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
