package io.discern.internal.hub;

import io.discern.internal.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What the hub knows a file's content by, and the cache calls it: SHA-256 for a large file, git's SHA-1 of a blob for a small
 * one. Either way the content can be checked.
 *
 * @param text 64 or 40 hexadecimal digits
 */
record BlobId(String text) {
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");
    private static final int SHA256_DIGITS = 64;

    /**
     * Reads an {@code ETag}.
     *
     * @throws IOException if it is no hash, so that the content could not be checked
     */
    static BlobId ofEtag(String etag, String file) throws IOException {
        String text = etag.replaceFirst("^W/", "").replace("\"", "").toLowerCase(Locale.ROOT);
        if (!HASH.matcher(text).matches()) {
            throw new IOException(
                    file + ": the hub's ETag is " + etag + "; expected a SHA-256 or a git hash to check the file by");
        }
        return new BlobId(text);
    }

    /**
     * Checks a file's content.
     *
     * @throws IOException if it has another hash, naming both
     */
    void check(Path content, String file) throws IOException {
        String found = hash(content);
        if (!found.equals(text)) {
            throw new IOException(file + ": the content that arrived has the hash " + found + "; expected " + text
                    + ". It was deleted; try again, and check HF_ENDPOINT if this happens twice.");
        }
    }

    private String hash(Path content) throws IOException {
        return text.length() == SHA256_DIGITS ? Sha256.ofFile(content) : gitHash(content);
    }

    private static String gitHash(Path content) throws IOException {
        MessageDigest digest = sha1();
        digest.update(("blob " + Files.size(content) + "\0").getBytes(StandardCharsets.US_ASCII));
        try (InputStream in = new DigestInputStream(Files.newInputStream(content), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha1() {
        try {
            return MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-1", impossible);
        }
    }
}
