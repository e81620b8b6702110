package io.discern.internal.file;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Turns what a file system throws, often a bare path or a bare word, into a sentence: which file, what is wrong, what to do. */
public final class FileErrors {
    private static final String NOT_A_FOLDER = "Not a directory";
    /** What Unix says, and what it means for the reader. */
    private static final Map<String, String> REMEDIES = new LinkedHashMap<>();

    static {
        REMEDIES.put("No space left on device", "the disk is full. Free space there, or choose another folder.");
        REMEDIES.put(
                "Disk quota exceeded", "your quota of disk space is used up. Free space, or choose another folder.");
        REMEDIES.put(
                "File name too long", "the name is too long for this file system (most take 255 bytes). Shorten it.");
        REMEDIES.put(NOT_A_FOLDER, "a part of the path is a file; expected a folder there. Correct the path.");
        REMEDIES.put("Is a directory", "is a folder; expected a file. Give a file's path.");
        REMEDIES.put("Too many levels of symbolic links", "its symbolic links lead in a circle. Correct the links.");
        REMEDIES.put("Read-only file system", "the file system is mounted read-only. Choose another folder.");
        REMEDIES.put("Operation not permitted", "the system forbids it. Look at the file's owner, mode and flags.");
        REMEDIES.put("Too many open files", "this process has too many files open. Raise the limit (ulimit -n).");
        REMEDIES.put("Input/output error", "the disk or the network drive failed. Look at it, then run again.");
        REMEDIES.put("Stale file handle", "the network drive has changed under it. Mount it again, then run again.");
        REMEDIES.put("No such device or address", "is a socket or a device; expected an ordinary file.");
        REMEDIES.put("File too large", "is larger than this file system or your limit (ulimit -f) allows.");
        REMEDIES.put("Device or resource busy", "is in use by the system. Choose another place.");
    }

    private FileErrors() {}

    /**
     * The same failure in a sentence, of the same type where callers tell types apart. One that already names the file beside its
     * reason is returned as it is.
     *
     * @param error what was thrown
     * @param file what was read or written
     */
    public static IOException explained(IOException error, Path file) {
        return explained(error, file, file);
    }

    /** Whether the file system refused, and not whoever made the content. */
    static boolean bySystem(IOException error) {
        return error instanceof FileSystemException || remedy(error.getMessage()) != null;
    }

    /**
     * As above for work on a stand-in.
     *
     * @param standIn what was really read or written, of which nobody needs to know
     */
    static IOException explained(IOException error, Path file, Path standIn) {
        String name = FileNames.text(file);
        if (error instanceof FileSystemException failed) {
            boolean same = failed.getFile() == null || failed.getFile().equals(standIn.toString());
            return explained(failed, same || failed.getFile().indexOf('\ufffd') >= 0 ? name : failed.getFile());
        }
        if (error instanceof CharacterCodingException) {
            return because(
                    name + ": is not UTF-8; expected text in UTF-8. Save the file again in that encoding.", error);
        }
        String message = error.getMessage();
        if (message != null && (message.contains(name) || message.contains(file.toString()))) {
            return error;
        }
        String remedy = remedy(message);
        if (remedy != null) {
            return because(name + ": " + remedy, error);
        }
        if (error instanceof EOFException) {
            return because(name + ": ends early; expected a complete file. Fetch or export it again.", error);
        }
        return because(name + ": " + (message == null ? error.getClass().getSimpleName() : message), error);
    }

    /** As above for what a stream of files throws. */
    public static IOException explained(UncheckedIOException error, Path file) {
        return explained(error.getCause(), file);
    }

    private static IOException explained(FileSystemException error, String named) {
        String reason = error.getReason();
        if (reason != null && reason.contains("; expected ")) {
            return error;
        }
        if (error instanceof NoSuchFileException && belowAFile(error.getFile())) {
            return because(named + ": " + REMEDIES.get(NOT_A_FOLDER), error);
        }
        if (error instanceof NoSuchFileException) {
            return caused(
                    new NoSuchFileException(
                            named,
                            null,
                            "no such file; expected one there. Look at the spelling; a relative path starts in "
                                    + System.getProperty("user.dir")),
                    error);
        }
        if (error instanceof AccessDeniedException) {
            return caused(
                    new AccessDeniedException(
                            named,
                            null,
                            "permission denied; expected that " + System.getProperty("user.name")
                                    + " may use it. Change its mode or owner (chmod, chown), or that of its folders."),
                    error);
        }
        if (reason == null) {
            reason = reason(error);
        }
        String remedy = remedy(reason);
        return because(named + ": " + (remedy == null ? reason : remedy), error);
    }

    /** Java 17 says "Not a directory" then, Java 25 only that there is no such file. */
    private static boolean belowAFile(String file) {
        if (file == null || !FileNames.isText(file)) {
            return false;
        }
        Path above = Path.of(file).toAbsolutePath().getParent();
        while (above != null && Files.notExists(above)) {
            above = above.getParent();
        }
        return above != null && Files.isRegularFile(above);
    }

    /** What those that carry no words of their own mean. */
    private static String reason(FileSystemException error) {
        if (error instanceof FileSystemLoopException) {
            return "Too many levels of symbolic links";
        }
        if (error instanceof NotDirectoryException) {
            return "Not a directory";
        }
        if (error instanceof FileAlreadyExistsException) {
            return "exists already; expected a free name. Remove it, or choose another.";
        }
        return error.getClass().getSimpleName();
    }

    private static String remedy(String reason) {
        if (reason == null) {
            return null;
        }
        for (Map.Entry<String, String> known : REMEDIES.entrySet()) {
            if (reason.contains(known.getKey())) {
                return known.getValue();
            }
        }
        return null;
    }

    private static IOException because(String sentence, IOException cause) {
        return new IOException(sentence, cause);
    }

    private static IOException caused(IOException failure, IOException cause) {
        failure.initCause(cause);
        return failure;
    }
}
