package io.discern.image;

import io.discern.internal.image.JpegHeader;
import io.discern.internal.image.JpegReader;
import java.io.IOException;
import java.util.Arrays;

/** A JPEG strip or tile of a TIFF: the shared tables put in front, colours as the TIFF's tags say, not the JPEG's. */
final class TiffJpeg {
    private TiffJpeg() {}

    /**
     * Decodes.
     *
     * @param tables the tag JPEGTables, or nothing
     * @param most rows that the TIFF allows a strip or tile to have
     * @param toRgb whether the three components are YCbCr and RGB is wanted
     * @param limits checked against the JPEG's own header before anything is allocated
     * @return {@code rows x width x samples} bytes
     */
    static byte[] decode(
            long[] tables, byte[] data, int width, int rows, long most, int samples, boolean toRgb, ImageLimits limits)
            throws IOException {
        byte[] jpeg = joined(tables, data);
        JpegHeader header = JpegHeader.of(jpeg);
        // a last strip may be stored in full height
        if (header.width() != width || header.height() < rows || header.height() > most) {
            throw new RefusedException("TIFF whose JPEG strip is " + header.width() + " x " + header.height()
                    + "; expected " + width + " x " + rows + ". Convert it to an RGB PNG.");
        }
        if (header.components().length() != samples) {
            throw new RefusedException(
                    "TIFF whose JPEG strip has " + header.components().length() + " components; expected " + samples
                            + ". Convert it to an RGB PNG.");
        }
        limits.check(header.width(), header.height());
        byte[] decoded = JpegReader.raw(jpeg, header, toRgb);
        return decoded.length == rows * width * samples ? decoded : Arrays.copyOf(decoded, rows * width * samples);
    }

    private static byte[] joined(long[] tables, byte[] data) {
        // both begin with a start of image; the tables end with an end of image
        int shared = Math.max(0, tables.length - 4);
        byte[] jpeg = new byte[data.length + shared];
        System.arraycopy(data, 0, jpeg, 0, Math.min(2, data.length));
        for (int i = 0; i < shared; i++) {
            jpeg[2 + i] = (byte) tables[2 + i];
        }
        System.arraycopy(data, Math.min(2, data.length), jpeg, 2 + shared, Math.max(0, data.length - 2));
        return jpeg;
    }
}
