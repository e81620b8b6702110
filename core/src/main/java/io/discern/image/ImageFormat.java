package io.discern.image;

import io.discern.internal.image.JpegReader;
import java.io.IOException;

/** File formats, known by their first bytes. Those without a reader are named so that the refusal can say what the file is. */
enum ImageFormat {
    PNG("PNG", PngReader::read, PngReader::facts),
    JPEG("JPEG", JpegReader::read, JpegReader::facts),
    GIF("GIF", GifReader::read, GifReader::facts),
    BMP("BMP", BmpReader::read, BmpReader::facts),
    TIFF("TIFF", TiffReader::read, TiffReader::facts),
    NETPBM("Netpbm", NetpbmReader::read, NetpbmReader::facts),
    WEBP("WebP", "Add discern-codecs to the class path, or convert it to PNG."),
    JPEG_2000("JPEG 2000", "Add discern-codecs to the class path, or convert it to PNG."),
    DICOM("DICOM", "Add discern-dicom to the class path."),
    ICO("Windows icon", "Convert it to PNG."),
    HEIF("HEIF/AVIF", "Convert it to PNG.");

    static final String READABLE = "PNG, JPEG, GIF, BMP, TIFF or Netpbm";

    /** Reads one picture. */
    interface Reader {
        SourceImage read(byte[] file, DecodeOptions options) throws IOException;
    }

    /** Reads the header. */
    interface Header {
        ImageFacts facts(byte[] file) throws IOException;
    }

    private final String title;
    private final Reader reader;
    private final Header header;
    private final String remedy;

    ImageFormat(String title, Reader reader, Header header) {
        this.title = title;
        this.reader = reader;
        this.header = header;
        remedy = null;
    }

    ImageFormat(String title, String remedy) {
        this.title = title;
        this.remedy = remedy;
        reader = null;
        header = null;
    }

    String title() {
        return title;
    }

    SourceImage read(byte[] file, DecodeOptions options) throws IOException {
        requireReader();
        return reader.read(file, options);
    }

    ImageFacts facts(byte[] file) throws IOException {
        requireReader();
        return header.facts(file);
    }

    private void requireReader() throws RefusedException {
        if (reader == null) {
            throw new RefusedException("is " + title + "; expected " + READABLE + ". " + remedy);
        }
    }

    /** The format that starts so, or null. */
    static ImageFormat of(byte[] head) {
        if (starts(head, 128, 'D', 'I', 'C', 'M')) {
            // first: its preamble may look like a TIFF
            return DICOM;
        }
        if (starts(head, 0, 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n')) {
            return PNG;
        }
        if (starts(head, 0, 0xff, 0xd8, 0xff)) {
            return JPEG;
        }
        if (starts(head, 0, 'G', 'I', 'F', '8', '7', 'a') || starts(head, 0, 'G', 'I', 'F', '8', '9', 'a')) {
            return GIF;
        }
        if (starts(head, 0, 'B', 'M')) {
            return BMP;
        }
        if (starts(head, 0, 'I', 'I', 42, 0)
                || starts(head, 0, 'M', 'M', 0, 42)
                || starts(head, 0, 'I', 'I', 43, 0)
                || starts(head, 0, 'M', 'M', 0, 43)) {
            return TIFF;
        }
        return other(head);
    }

    private static ImageFormat other(byte[] head) {
        if (starts(head, 0, 'R', 'I', 'F', 'F') && starts(head, 8, 'W', 'E', 'B', 'P')) {
            return WEBP;
        }
        if (starts(head, 4, 'j', 'P', ' ', ' ') || starts(head, 0, 0xff, 0x4f, 0xff, 0x51)) {
            return JPEG_2000;
        }
        if (starts(head, 4, 'f', 't', 'y', 'p')) {
            return HEIF;
        }
        if (starts(head, 0, 0, 0, 1, 0)) {
            return ICO;
        }
        boolean netpbm = head.length > 2 && head[0] == 'P' && head[1] >= '1' && head[1] <= '7';
        return netpbm && Character.isWhitespace(head[2]) ? NETPBM : null;
    }

    private static boolean starts(byte[] head, int offset, int... expected) {
        if (head.length < offset + expected.length) {
            return false;
        }
        for (int i = 0; i < expected.length; i++) {
            if ((head[offset + i] & 0xff) != expected[i]) {
                return false;
            }
        }
        return true;
    }
}
