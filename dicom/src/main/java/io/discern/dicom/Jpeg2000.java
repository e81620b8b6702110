package io.discern.dicom;

import com.github.jaiimageio.jpeg2000.impl.J2KImageReader;
import com.github.jaiimageio.jpeg2000.impl.J2KImageReaderSpi;
import io.discern.image.RefusedException;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * JPEG 2000 frames by the reversible transform, whose pixels do not depend on the decoder. The irreversible one is refused:
 * decoders round it differently.
 */
final class Jpeg2000 {
    private static final int START = 0xff4f;
    private static final int SIZE = 0xff51;
    private static final int CODING = 0xff52;
    private static final int TILE = 0xff90;

    private Jpeg2000() {}

    static DicomFrame decode(byte[] code, DicomHeader header) throws IOException {
        requireCodestream(code);
        int precision = 0;
        for (int at = 2; at + 4 <= code.length && big16(code, at) != TILE; at += 2 + big16(code, at + 2)) {
            int marker = big16(code, at);
            if (marker == SIZE && at + 41 <= code.length) {
                DicomFrame.requireSize(
                        header,
                        big32(code, at + 6) - big32(code, at + 14),
                        big32(code, at + 10) - big32(code, at + 18),
                        big16(code, at + 38));
                precision = (code[at + 40] & 0x7f) + 1;
                requireWholeTiles(header, big32(code, at + 22), big32(code, at + 26));
            } else if (marker == CODING && at + 14 <= code.length && code[at + 13] == 0) {
                throw new RefusedException(
                        "DICOM compressed by JPEG 2000 with the irreversible transform, which decoders"
                                + " round differently; expected the reversible one. Decompress it with another program first.");
            }
        }
        if (precision == 0 || precision > 16) {
            throw new RefusedException(
                    "DICOM whose JPEG 2000 has samples of " + precision + " bits; expected 1 to 16.");
        }
        int[] samples = pixels(code, header);
        int unused = 32 - precision;
        for (int i = 0; i < samples.length; i++) {
            int value = samples[i] << unused;
            samples[i] = header.signed() ? value >> unused : value >>> unused;
        }
        String photometric =
                header.photometric().equals("YBR_RCT") || header.photometric().equals("YBR_ICT")
                        ? "RGB"
                        : header.photometric();
        return new DicomFrame(samples, photometric);
    }

    /** A tiny tile size makes a decoder keep millions of tiles. */
    private static void requireWholeTiles(DicomHeader header, int width, int height) throws RefusedException {
        long tiles = width < 1 || height < 1
                ? Long.MAX_VALUE
                : ((long) header.columns() / width + 1) * ((long) header.rows() / height + 1);
        if (tiles > 65_535) {
            throw new RefusedException("DICOM whose JPEG 2000 has tiles of " + width + " x " + height
                    + "; expected at most 65535 tiles. Export it again.");
        }
    }

    private static int[] pixels(byte[] codestream, DicomHeader header) throws IOException {
        J2KImageReader reader = new J2KImageReader(new J2KImageReaderSpi());
        try (MemoryCacheImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(codestream))) {
            reader.setInput(in);
            Raster raster = reader.readRaster(0, null);
            if (raster.getWidth() != header.columns()
                    || raster.getHeight() != header.rows()
                    || raster.getNumBands() != header.samples()) {
                throw new IOException("JPEG 2000 pixels of another size than its header");
            }
            return raster.getPixels(
                    raster.getMinX(), raster.getMinY(), header.columns(), header.rows(), new int[header.size()]);
        } finally {
            reader.dispose();
        }
    }

    /** A frame is a bare codestream (PS3.5 A.4.4); the boxes of a JP2 file may reorder its channels. */
    private static void requireCodestream(byte[] code) throws RefusedException {
        if (code.length < 4 || big16(code, 0) != START || big16(code, 2) != SIZE) {
            throw new RefusedException("DICOM whose JPEG 2000 frame is no bare codestream (it may be a JP2 file)."
                    + " Decompress it with another program first.");
        }
    }

    private static int big16(byte[] code, int at) {
        return (code[at] & 0xff) << 8 | code[at + 1] & 0xff;
    }

    private static int big32(byte[] code, int at) {
        return big16(code, at) << 16 | big16(code, at + 2);
    }
}
