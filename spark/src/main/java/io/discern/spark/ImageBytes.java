package io.discern.spark;

import io.discern.internal.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Reads files where a task runs: by the file system of a URL, or, without a scheme, from the machine's own.
 *
 * @param hadoop the settings of file systems, as the driver has them
 */
record ImageBytes(SerializableConfiguration hadoop) implements Serializable {
    private static final Pattern SCHEME = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]+:/.*");

    static boolean isUrl(String path) {
        return SCHEME.matcher(path).matches();
    }

    static boolean isAbsolute(String path) {
        return path.startsWith("/") || isUrl(path);
    }

    byte[] read(String path) throws IOException {
        if (!isUrl(path)) {
            Path file = Path.of(path);
            if (!Files.isRegularFile(file)) {
                throw new IOException(path + ": no such file on " + host() + "; expected a path that every executor can"
                        + " read, or a URL such as hdfs:// or s3a://");
            }
            return Files.readAllBytes(file);
        }
        org.apache.hadoop.fs.Path file = new org.apache.hadoop.fs.Path(path);
        FileSystem files = file.getFileSystem(hadoop.value());
        try (InputStream in = files.open(file)) {
            return in.readAllBytes();
        }
    }

    /** Whether the file is there and has bytes of that SHA-256. */
    boolean has(String path, String sha256) {
        try {
            return Sha256.ofBytes(read(path)).equals(sha256);
        } catch (IOException gone) {
            return false;
        }
    }

    static String host() throws IOException {
        return java.net.InetAddress.getLocalHost().getHostName();
    }
}
