package io.discern.internal.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Folders on disk: made, made lasting, removed. */
public final class Folders {
    private Folders() {}

    /** Makes a folder and its parents; says in a sentence why it cannot. */
    public static void create(Path folder) throws IOException {
        try {
            Files.createDirectories(folder);
        } catch (FileAlreadyExistsException file) {
            throw new IOException(
                    FileNames.text(folder) + ": " + file.getFile()
                            + " is a file; expected a folder, or a free name for one. Choose another place.",
                    file);
        } catch (IOException failed) {
            throw FileErrors.explained(failed, folder);
        }
    }

    /** The folder and those above it that do not exist, the innermost first. */
    public static List<Path> missing(Path folder) {
        List<Path> missing = new ArrayList<>();
        for (Path above = folder; above != null && Files.notExists(above); above = above.getParent()) {
            missing.add(above);
        }
        return missing;
    }

    /** Makes what was renamed into or out of a folder last through a power cut, where the system can. */
    public static void force(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException unsupported) {
            // Windows, and some network drives, open no folder: there the order of renames is all there is.
        }
    }

    /** Makes a file's content last through a power cut. */
    public static void forceFile(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    /** Whether nothing is in a folder; false where there is no such folder. */
    public static boolean isEmpty(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (Stream<Path> inside = Files.list(folder)) {
            return inside.findAny().isEmpty();
        }
    }

    /** Removes a folder with all that is in it, links as links; one that is not there is no error. */
    public static void remove(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        List<Path> inside;
        try (Stream<Path> found = Files.walk(folder)) {
            inside = found.sorted(Comparator.reverseOrder()).toList();
        } catch (UncheckedIOException failed) {
            throw FileErrors.explained(failed, folder);
        }
        for (Path path : inside) {
            Files.deleteIfExists(path);
        }
    }
}
