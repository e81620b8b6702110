package io.discern.internal;

import io.discern.internal.file.FileErrors;
import io.discern.internal.file.RegularFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 in lower-case hexadecimal, 64 digits: what reports and stores know a file by. */
public final class Sha256 {
    private final MessageDigest digest = sha256();

    /** Of bytes that come one piece after the other; used by one thread. */
    public Sha256() {}

    /** Adds the first {@code count} bytes of a piece. */
    public void update(byte[] piece, int count) {
        digest.update(piece, 0, count);
    }

    /** The hash of all pieces; begins anew. */
    public String hex() {
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Of a text's UTF-8 bytes. */
    public static String ofText(String text) {
        return HexFormat.of().formatHex(sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Of bytes. */
    public static String ofBytes(byte[] bytes) {
        return HexFormat.of().formatHex(sha256().digest(bytes));
    }

    /**
     * Of a file's bytes.
     *
     * @throws IOException if it cannot be read
     */
    public static String ofFile(Path file) throws IOException {
        Sha256 hash = new Sha256();
        byte[] chunk = new byte[1 << 16];
        try (InputStream in = RegularFile.open(file)) {
            for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
                hash.update(chunk, count);
            }
        } catch (IOException failed) {
            throw FileErrors.explained(failed, file);
        }
        return hash.hex();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
