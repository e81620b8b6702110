package io.discern.tokenizers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.Optional;

/**
 * The folder of native libraries that are unpacked from jars once and kept: for DJL, JNA and ONNX Runtime, and for JavaCPP in the example
 * programs. It may be deleted while nothing runs.
 */
public final class NativeCache {

    private NativeCache() {}

    private static final class Holder {
        static final Path FOLDER = find(
                Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
                        .filter(text -> !text.isBlank())
                        .map(Path::of)
                        .orElse(Path.of(System.getProperty("user.home"), ".cache")),
                Path.of(System.getProperty("java.io.tmpdir")));
    }

    /**
     * {@code discern} in {@code XDG_CACHE_HOME}, else in {@code ~/.cache}; where that cannot be written, as in many containers,
     * {@code discern-USER} in the temporary folder. The same for the whole process; it exists.
     *
     * @throws UncheckedIOException if there is none and none can be made
     */
    public static Path folder() {
        return Holder.FOLDER;
    }

    static Path find(Path caches, Path temporary) {
        Path folder = caches.resolve("discern");
        try {
            if (Files.isWritable(Files.createDirectories(folder))) {
                return folder;
            }
        } catch (IOException e) {
            // as where it cannot be written
        }
        try {
            return inTemporary(temporary);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "neither " + folder + " nor a folder in " + temporary
                            + " can be written, and native libraries have to be unpacked. Set XDG_CACHE_HOME or java.io.tmpdir.",
                    e);
        }
    }

    /**
     * Code is loaded from it, and others may write to the temporary folder: a folder of the known name is taken only if it is the user's and
     * closed to others. Else it is a new one.
     */
    private static Path inTemporary(Path temporary) throws IOException {
        if (!temporary.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return Files.createDirectories(
                    temporary.resolve("discern")); // there every user has a temporary folder of one's own
        }
        Path mine = Files.createTempDirectory(temporary, "discern-");
        PosixFileAttributes own = attributes(mine);
        Path known = temporary.resolve("discern-" + own.owner().getName());
        try {
            return Files.move(mine, known, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException taken) {
            PosixFileAttributes found = attributes(known);
            if (!found.isDirectory()
                    || !found.owner().equals(own.owner())
                    || !found.permissions().equals(own.permissions())) {
                return mine;
            }
            Files.delete(mine);
            return known;
        }
    }

    private static PosixFileAttributes attributes(Path folder) throws IOException {
        return Files.readAttributes(folder, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }
}
