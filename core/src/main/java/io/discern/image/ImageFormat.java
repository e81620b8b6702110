package io.discern.image;

import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;

/** File formats, known by their first bytes. Those without a reader are named so that the refusal can say what the file is. */
enum ImageFormat {
    PNG("PNG", "png"),
    JPEG("JPEG", "jpeg"),
    GIF("GIF", "gif"),
    BMP("BMP", "bmp"),
    TIFF("TIFF", "tiff"),
    WEBP("WebP", null),
    JPEG_2000("JPEG 2000", null),
    NETPBM("Netpbm", null),
    ICO("Windows icon", null),
    DICOM("DICOM", null),
    HEIF("HEIF/AVIF", null);

    static final String READABLE = "PNG, JPEG, GIF, BMP or TIFF";

    private static final String JDK_READERS = "com.sun.imageio.";

    private final String title;
    private final String readerName;

    ImageFormat(String title, String readerName) {
        this.title = title;
        this.readerName = readerName;
    }

    String title() {
        return title;
    }

    boolean readable() {
        return readerName != null;
    }

    /**
     * A new reader of this format. The JDK's own is preferred, so that a plug-in that happens to be on the class path does
     * not change pixels.
     */
    ImageReader newReader() {
        Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(readerName);
        ImageReader first = null;
        while (readers.hasNext()) {
            ImageReader reader = readers.next();
            if (reader.getClass().getName().startsWith(JDK_READERS)) {
                return reader;
            }
            first = first == null ? reader : first;
        }
        if (first == null) {
            throw new RefusedException(
                    "this Java runtime has no " + title + " reader; expected the module java.desktop");
        }
        return first;
    }

    /** The format that starts so, or null. */
    static ImageFormat of(byte[] head) {
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
        if (starts(head, 0, 'I', 'I', 42, 0) || starts(head, 0, 'M', 'M', 0, 42)) {
            return TIFF;
        }
        return unreadable(head);
    }

    private static ImageFormat unreadable(byte[] head) {
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
        if (starts(head, 128, 'D', 'I', 'C', 'M')) {
            return DICOM;
        }
        return head.length > 1 && head[0] == 'P' && head[1] >= '1' && head[1] <= '7' ? NETPBM : null;
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
