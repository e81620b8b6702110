package io.discern.store;

import io.discern.internal.file.HeapShare;
import io.discern.internal.file.RegularFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The characters of a table's file from its header on.
 *
 * @param text what follows byte order mark, comments and Excel's separator line
 * @param line the line of the file where it starts, from 1
 * @param separator what stands between cells
 * @param notes what was told from the bytes
 */
record TableText(String text, int line, char separator, List<String> notes) {
    /** The text and the rows take several times as much. */
    private static final int MOST_BYTES = (int) HeapShare.bytes(1L << 30, 16);

    private static final Charset WINDOWS = Charset.forName("windows-1252");

    static TableText read(Path file, Optional<Charset> charset) throws IOException {
        byte[] bytes = RegularFile.bytes(file, MOST_BYTES);
        List<String> notes = new ArrayList<>();
        String text = charset.isPresent() ? strict(bytes, charset.get(), file) : told(bytes, notes, file);
        text = text.startsWith("\ufeff") ? text.substring(1) : text;
        return header(text, notes);
    }

    private static String strict(byte[] bytes, Charset charset, Path file) throws IOException {
        try {
            return charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException wrong) {
            throw new IOException(
                    file + ": line " + lineOfBadByte(bytes, charset) + " is not " + charset
                            + "; expected the character set that was asked for. Name another, or none.",
                    wrong);
        }
    }

    private static String told(byte[] bytes, List<String> notes, Path file) throws IOException {
        Charset utf16 = utf16(bytes);
        if (utf16 != null) {
            notes.add("read as " + utf16);
            return strict(bytes, utf16, file);
        }
        for (byte each : bytes) {
            if (each == 0) {
                throw new IOException(file + ": has zero bytes; expected a table as text. Export it as CSV in UTF-8.");
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            // Windows' set has letters where Latin-1 has control characters, which no table holds.
            boolean windows = false;
            for (byte each : bytes) {
                windows |= (each & 0xe0) == 0x80;
            }
            Charset charset = windows ? WINDOWS : StandardCharsets.ISO_8859_1;
            notes.add("line " + lineOfBadByte(bytes, StandardCharsets.UTF_8) + " is not UTF-8: read as " + charset
                    + (windows ? "" : " (Latin-1)"));
            return new String(bytes, charset);
        }
    }

    /** By its mark or, without one, by the zero bytes that Latin letters have in it. */
    private static Charset utf16(byte[] bytes) {
        if (bytes.length >= 2 && (bytes[0] & 0xff) == 0xff && (bytes[1] & 0xff) == 0xfe) {
            return StandardCharsets.UTF_16LE;
        }
        if (bytes.length >= 2 && (bytes[0] & 0xff) == 0xfe && (bytes[1] & 0xff) == 0xff) {
            return StandardCharsets.UTF_16BE;
        }
        int looked = Math.min(bytes.length, 4096);
        int[] zeros = new int[2];
        for (int i = 0; i < looked; i++) {
            zeros[i % 2] += bytes[i] == 0 ? 1 : 0;
        }
        if (zeros[1] > looked / 4 && zeros[0] == 0) {
            return StandardCharsets.UTF_16LE;
        }
        return zeros[0] > looked / 4 && zeros[1] == 0 ? StandardCharsets.UTF_16BE : null;
    }

    private static int lineOfBadByte(byte[] bytes, Charset charset) {
        CharBuffer out = CharBuffer.allocate(bytes.length + 1);
        CoderResult end = charset.newDecoder().decode(ByteBuffer.wrap(bytes), out, true);
        return end.isError() || end.isUnderflow()
                ? 1 + (int) out.flip().chars().filter(c -> c == '\n').count()
                : 1;
    }

    /** Skips what stands above the header and finds the separator. */
    private static TableText header(String text, List<String> notes) {
        int at = 0;
        int line = 1;
        Character given = null;
        while (at < text.length()) {
            int end = text.indexOf('\n', at);
            String first = text.substring(at, end < 0 ? text.length() : end).strip();
            boolean separator = line == 1 && first.length() == 5 && first.startsWith("sep=");
            if (!separator && !first.startsWith("#") && !first.isEmpty()) {
                break;
            }
            given = separator ? Character.valueOf(first.charAt(4)) : given;
            at = end < 0 ? text.length() : end + 1;
            line++;
        }
        String rest = text.substring(at);
        char separator = given == null ? Separator.of(rest) : given;
        if (separator != ',') {
            notes.add("cells are separated by " + (separator == '\t' ? "tabs" : "'" + separator + "'"));
        }
        return new TableText(rest, line, separator, notes);
    }
}
