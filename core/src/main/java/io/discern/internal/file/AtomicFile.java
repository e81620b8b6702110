package io.discern.internal.file;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.UUID;

/** Writes a file so that readers see the old content or the whole new one, never a part. */
public final class AtomicFile {

    private AtomicFile() {}

    /** Something that writes bytes. */
    @FunctionalInterface
    public interface Content {
        /** Writes everything to the stream, which the caller closes. */
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * Tries, before anything is computed, whether a file can be written; leaves nothing behind.
     *
     * @throws IOException if {@code path} is a folder, or nothing can be written beside it: in a sentence
     */
    public static void tryPlace(Path path) throws IOException {
        Path absolute = path.toAbsolutePath();
        if (Files.isDirectory(absolute)) {
            throw new IOException(FileNames.text(path) + ": is a folder; expected a file. Give a file's path.");
        }
        List<Path> made = Folders.missing(absolute.getParent());
        Folders.create(absolute.getParent());
        Path temporary = temporary(absolute);
        try {
            Files.createFile(temporary);
            Files.delete(temporary);
            for (Path folder : made) {
                Files.delete(folder);
            }
        } catch (IOException refused) {
            throw FileErrors.explained(refused, path, temporary);
        }
    }

    /** Not createTempFile, whose files nobody else may read; and not the file's own name, to which nothing may be addable. */
    private static Path temporary(Path absolute) {
        return absolute.resolveSibling("." + UUID.randomUUID() + ".tmp");
    }

    /**
     * Writes a file: to a temporary neighbour, forced to disk, then moved over {@code path}; its folder is forced to disk too. Parent
     * folders are created.
     *
     * @throws IOException if writing fails, in a sentence; {@code path} is then as it was
     */
    public static void write(Path path, Content content) throws IOException {
        Path absolute = path.toAbsolutePath();
        Path folder = absolute.getParent();
        Folders.create(folder);
        Path temporary = temporary(absolute);
        try {
            try (FileChannel channel =
                            FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                    OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16)) {
                content.writeTo(out);
                out.flush();
                channel.force(true);
            }
            Files.move(temporary, absolute, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            Folders.force(folder);
        } catch (IOException failed) {
            throw FileErrors.bySystem(failed) ? FileErrors.explained(failed, path, temporary) : failed;
        } finally {
            Files.deleteIfExists(temporary);
        }
    }
}
