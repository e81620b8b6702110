package io.discern.internal.weights;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The other names of a file. A folder that was unpacked or shared may have a name in it for a file of somebody else. */
final class HardLinks {
    private HardLinks() {}

    /**
     * Whether a file has a name outside a folder: where the file system counts names, which Windows' does not.
     *
     * @param file with links resolved
     * @throws IOException if the folder cannot be listed
     */
    static boolean leadOut(Path file, Path folder) throws IOException {
        if (!file.getFileSystem().supportedFileAttributeViews().contains("unix")) {
            return false;
        }
        int names = (int) Files.getAttribute(file, "unix:nlink");
        return names > 1 && inside(key(file), folder) < names;
    }

    private static long inside(Object key, Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(each -> Files.isRegularFile(each, LinkOption.NOFOLLOW_LINKS))
                    .filter(each -> key.equals(key(each)))
                    .count();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static Object key(Path file) {
        try {
            return Files.getAttribute(file, "fileKey", LinkOption.NOFOLLOW_LINKS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
