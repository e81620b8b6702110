package io.discern.dataset;

import io.discern.image.GrayHistogram;
import io.discern.image.ImageDecoder;
import io.discern.image.RgbImage;
import io.discern.internal.file.FileNames;
import java.io.IOException;
import java.lang.ref.SoftReference;
import java.nio.file.Path;

/**
 * A file of several pictures, which are usually loaded one after the other: its bytes are read and unpacked for the first of them, and kept
 * for the others while memory allows.
 */
final class PagedFile {
    private final Path file;
    private SoftReference<byte[]> bytes = new SoftReference<>(null);

    PagedFile(Path file) {
        this.file = file;
    }

    RgbImage decode(ImageDecoder decoder) throws IOException {
        return decoder.decode(bytes(decoder), FileNames.text(file));
    }

    void countGray(ImageDecoder decoder, GrayHistogram into) throws IOException {
        decoder.countGray(bytes(decoder), FileNames.text(file), into);
    }

    private synchronized byte[] bytes(ImageDecoder decoder) throws IOException {
        byte[] kept = bytes.get();
        if (kept == null) {
            kept = decoder.unpacked(file);
            bytes = new SoftReference<>(kept);
        }
        return kept;
    }
}
