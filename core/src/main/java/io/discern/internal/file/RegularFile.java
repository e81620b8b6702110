package io.discern.internal.file;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * Opens files that nobody vouches for. A pipe would block for ever, a device may have no end, a socket cannot be read: they are refused by
 * kind, before they are opened. Links are followed. Whatever goes wrong is said by {@link FileErrors}.
 */
public final class RegularFile {
    private static final int KIND = 0170000;

    private RegularFile() {}

    /**
     * Checks that it is an ordinary file, which may be read.
     *
     * @return the file
     * @throws IOException if it is none; the message names the file, what it is and what to do
     */
    public static Path require(Path file) throws IOException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            if (!attributes.isRegularFile()) {
                throw new FileNotFoundException(FileNames.text(file) + ": is " + kind(file, attributes)
                        + "; expected an ordinary file. Give a file's path, or copy its content into a file first.");
            }
            return file;
        } catch (IOException unreadable) {
            throw FileErrors.explained(unreadable, file);
        }
    }

    private static String kind(Path file, BasicFileAttributes attributes) throws IOException {
        if (attributes.isDirectory()) {
            return "a folder";
        }
        try {
            return switch ((Integer) Files.getAttribute(file, "unix:mode") & KIND) {
                case 0010000 -> "a named pipe (FIFO)";
                case 0020000 -> "a character device";
                case 0060000 -> "a block device";
                case 0140000 -> "a socket";
                default -> "neither file nor folder";
            };
        } catch (UnsupportedOperationException | IllegalArgumentException notUnix) {
            return "neither file nor folder";
        }
    }

    /**
     * Opens an ordinary file.
     *
     * @throws IOException if it is none or cannot be opened, in a sentence
     */
    public static InputStream open(Path file) throws IOException {
        require(file);
        try {
            return Files.newInputStream(file);
        } catch (IOException unreadable) {
            throw FileErrors.explained(unreadable, file);
        }
    }

    /**
     * Reads an ordinary file of a bounded size; the bound holds for what is read, whatever size the file claims.
     *
     * @param most bytes at most
     * @throws IOException if it is none, cannot be read or is larger, in a sentence
     */
    public static byte[] bytes(Path file, int most) throws IOException {
        try (InputStream in = open(file)) {
            byte[] bytes = in.readNBytes(most == Integer.MAX_VALUE ? most : most + 1);
            if (bytes.length > most) {
                throw new IOException(FileNames.text(file) + ": more than " + most + " bytes; expected at most that");
            }
            return bytes;
        } catch (IOException unreadable) {
            throw FileErrors.explained(unreadable, file);
        }
    }

    /**
     * Reads a bounded text in UTF-8.
     *
     * @param most bytes at most
     * @throws IOException as {@link #bytes}, or if it is not UTF-8: names the line
     */
    public static String text(Path file, int most) throws IOException {
        return utf8(bytes(file, most), FileNames.text(file));
    }

    /**
     * Decodes UTF-8 strictly; a byte order mark at the start is left out.
     *
     * @param name what messages call it
     * @throws IOException if it is not UTF-8
     */
    public static String utf8(byte[] bytes, String name) throws IOException {
        CharBuffer chars = CharBuffer.allocate(bytes.length);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(in, chars, true);
        String text = chars.flip().toString();
        if (result.isError()) {
            long line = 1 + text.chars().filter(letter -> letter == '\n').count();
            throw new IOException(name + ": line " + line + " (byte " + in.position()
                    + ") is not UTF-8; expected text in UTF-8. Save the file again in that encoding.");
        }
        return text.startsWith("\ufeff") ? text.substring(1) : text;
    }
}
