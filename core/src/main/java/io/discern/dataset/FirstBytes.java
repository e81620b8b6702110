package io.discern.dataset;

import io.discern.image.ImageFormats;
import io.discern.internal.file.RegularFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;

/** What a file is by its first bytes, whatever its name says. */
final class FirstBytes {

    private FirstBytes() {}

    /** The image format's name, or empty. */
    static Optional<String> format(Path file) throws IOException {
        try (InputStream in = RegularFile.open(file)) {
            return ImageFormats.sniff(in.readNBytes(ImageFormats.HEAD_BYTES));
        }
    }

    /** Whether it is an image; a text that happens to start like a Netpbm file, such as a patient's "P1", is none. */
    static boolean areAnImage(Path file) throws IOException {
        try (InputStream in = RegularFile.open(file)) {
            byte[] head = in.readNBytes(ImageFormats.HEAD_BYTES);
            boolean netpbm = head.length > 3 && head[0] == 'P';
            boolean text =
                    netpbm && !(Character.isWhitespace(head[2]) && (head[3] == '#' || Character.isDigit(head[3])));
            return !text && ImageFormats.sniff(head).isPresent();
        }
    }

    /** What a file system's exception means. */
    static String reason(IOException failed) {
        return failed.getMessage() == null ? failed.getClass().getSimpleName() : failed.getMessage();
    }
}
