package io.discern.internal.file;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Names of files as text, the same in every locale.
 *
 * <p>Unix knows names as bytes, nearly always UTF-8, but Java reads them in the character set of the locale: in a container's POSIX locale
 * {@code é} becomes {@code ??}, names collide, and {@code Path.of} refuses such a text. A {@link Path} keeps the bytes, and so does its URI; these
 * methods go that way.
 */
public final class FileNames {
    private static final boolean POSIX = ascii(Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8")));
    private static final char REPLACEMENT = '\ufffd';

    private FileNames() {}

    /** Whether the locale knows ASCII only, as in a container that sets none. */
    public static boolean posixLocale() {
        return POSIX;
    }

    private static boolean ascii(Charset charset) {
        return charset.equals(StandardCharsets.US_ASCII);
    }

    /** The path as text: its bytes as UTF-8; a byte that is none is written {@code \xE9}, so that no two names are alike. */
    public static String text(Path path) {
        String plain = path.toString();
        if (isText(plain) || path.getFileSystem() != FileSystems.getDefault()) {
            return plain;
        }
        StringBuilder text = new StringBuilder();
        if (path.isAbsolute()) {
            text.append(path.getFileSystem().getSeparator());
        }
        for (int i = 0; i < path.getNameCount(); i++) {
            text.append(i == 0 ? "" : path.getFileSystem().getSeparator()).append(decoded(path.getName(i)));
        }
        return text.toString();
    }

    /** Whether the text of a path is its name, so that a {@link java.io.File} of it is that file. */
    public static boolean isText(String plain) {
        return plain.indexOf(REPLACEMENT) < 0 && !(POSIX && plain.indexOf('?') >= 0);
    }

    /** One name; its URI has the bytes, percent-encoded, whatever the locale. */
    private static String decoded(Path name) {
        // Below the root, where no such name is likely to be a folder: a folder's URI ends with a slash.
        String encoded = Path.of("/").resolve(name).toUri().getRawPath().replaceAll("/", "");
        ByteBuffer bytes = ByteBuffer.allocate(encoded.length());
        for (int i = 0; i < encoded.length(); i++) {
            if (encoded.charAt(i) == '%') {
                bytes.put((byte) Integer.parseInt(encoded.substring(i + 1, i + 3), 16));
                i += 2;
            } else {
                bytes.put((byte) encoded.charAt(i));
            }
        }
        return decoded(bytes.flip());
    }

    private static String decoded(ByteBuffer bytes) {
        StringBuilder text = new StringBuilder();
        CharBuffer chars = CharBuffer.allocate(bytes.remaining() + 1);
        var decoder = StandardCharsets.UTF_8.newDecoder();
        while (true) {
            var result = decoder.decode(bytes, chars, true);
            text.append(chars.flip());
            chars.clear();
            if (!result.isError()) {
                return text.toString();
            }
            for (int i = 0; i < result.length(); i++) {
                text.append(String.format(Locale.ROOT, "\\x%02X", bytes.get()));
            }
            decoder.reset();
        }
    }

    /**
     * The path of that name, whose bytes are its UTF-8.
     *
     * @throws InvalidPathException if no file can have that name here; the message says what to do
     */
    public static Path path(String name) {
        if (!POSIX || ascii(name)) {
            return Path.of(name);
        }
        int nul = name.indexOf('\0');
        if (nul >= 0) {
            throw new InvalidPathException(name, "Nul character not allowed");
        }
        if (name.indexOf(REPLACEMENT) >= 0) {
            throw new InvalidPathException(
                    name,
                    "the locale's character set " + System.getProperty("sun.jnu.encoding")
                            + " cannot express the name. Set LC_ALL=C.UTF-8 before Java starts");
        }
        Path absolute = Path.of(URI.create("file://" + encoded(name.startsWith("/") ? name : "/" + name)));
        return name.startsWith("/") ? absolute : absolute.subpath(0, absolute.getNameCount());
    }

    /** {@code folder.resolve(name)} for a name of any characters; an absolute name stands for itself. */
    public static Path resolve(Path folder, String name) {
        return folder.resolve(path(name));
    }

    private static String encoded(String name) {
        StringBuilder encoded = new StringBuilder();
        try {
            ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(name));
            while (bytes.hasRemaining()) {
                byte next = bytes.get();
                boolean plain = next == '/' || next >= 0 && Character.isLetterOrDigit(next);
                encoded.append(plain ? (char) next : String.format(Locale.ROOT, "%%%02X", next));
            }
        } catch (CharacterCodingException loneSurrogate) {
            throw new InvalidPathException(name, "not a Unicode text: " + loneSurrogate.getMessage());
        }
        return encoded.toString();
    }

    private static boolean ascii(String text) {
        return text.chars().allMatch(letter -> letter < 0x80);
    }
}
