package io.discern.store;

import io.discern.internal.file.FileErrors;
import io.discern.internal.file.FileNames;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps a folder for one writer. The system holds the lock, so one that is killed holds nothing; the lock's file goes with the lock.
 */
final class FolderLock implements AutoCloseable {
    private static final String NAME = ".discern-lock";

    /** The system's locks are those of a whole process, and closing any channel on the file gives them up. */
    private static final Set<Path> HERE = ConcurrentHashMap.newKeySet();

    private final Path folder;
    private final FileChannel channel;

    private FolderLock(Path folder, FileChannel channel) {
        this.folder = folder;
        this.channel = channel;
    }

    /**
     * Locks a folder.
     *
     * @throws IOException if somebody else has it, or no file can be made there: in a sentence
     */
    static FolderLock take(Path folder) throws IOException {
        try {
            Path real = folder.toRealPath();
            if (!HERE.add(real)) {
                throw taken(folder, "another run of this process");
            }
            try {
                FileChannel channel = null;
                while (channel == null) {
                    channel = tried(folder, real.resolve(NAME));
                }
                return new FolderLock(real, channel);
            } catch (IOException | RuntimeException failed) {
                HERE.remove(real);
                throw failed;
            }
        } catch (IOException failed) {
            throw FileErrors.explained(failed, folder);
        }
    }

    /** The locked file, or null where its last holder took it away meanwhile. */
    private static FileChannel tried(Path folder, Path file) throws IOException {
        try {
            Files.createFile(file);
        } catch (FileAlreadyExistsException other) {
            // held, or left behind by somebody who was killed: the lock tells
        }
        FileChannel channel = null;
        boolean kept = false;
        try {
            Object before = key(file);
            channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
            if (channel.tryLock() == null) {
                throw taken(folder, Files.readString(file).strip());
            }
            kept = Objects.equals(before, key(file));
            if (!kept) {
                return null;
            }
            String holder = "process " + ProcessHandle.current().pid() + ", since "
                    + Instant.now().truncatedTo(ChronoUnit.SECONDS);
            channel.truncate(0).write(ByteBuffer.wrap(holder.getBytes(StandardCharsets.UTF_8)), 0);
            return channel;
        } catch (NoSuchFileException goneMeanwhile) {
            return null;
        } finally {
            if (!kept && channel != null) {
                channel.close();
            }
        }
    }

    private static Object key(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    }

    private static IOException taken(Path folder, String holder) {
        return new IOException(FileNames.text(folder) + ": " + (holder.isEmpty() ? "another run" : holder)
                + " is writing there; expected a folder of one's own. Wait for its end, or choose another folder.");
    }

    @Override
    public void close() throws IOException {
        try (channel) {
            Files.deleteIfExists(folder.resolve(NAME));
        } finally {
            HERE.remove(folder);
        }
    }
}
