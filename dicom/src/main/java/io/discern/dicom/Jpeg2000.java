package io.discern.dicom;

import com.github.jaiimageio.jpeg2000.impl.J2KImageReader;
import com.github.jaiimageio.jpeg2000.impl.J2KImageReaderSpi;
import io.discern.image.RefusedException;
import io.discern.internal.image.Jpeg2000Engine;
import io.discern.internal.image.Jpeg2000Header;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Optional;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * JPEG 2000 frames: by OpenJPEG where discern-codecs is on the class path; else, in plain Java, those by the reversible
 * transform, whose pixels do not depend on the decoder.
 */
final class Jpeg2000 {
    private Jpeg2000() {}

    static DicomFrame decode(byte[] code, DicomHeader header) throws IOException {
        Jpeg2000Header jpeg = Jpeg2000Header.of(code);
        if (jpeg.boxed()) {
            // PS3.5 A.4.4; the boxes of a JP2 file may reorder its channels
            throw new RefusedException("DICOM whose JPEG 2000 frame is a JP2 file; expected a bare codestream."
                    + " Decompress it with another program first.");
        }
        DicomFrame.requireSize(header, jpeg.width(), jpeg.height(), jpeg.components());
        jpeg.requireFewTiles();
        if (jpeg.precision() > 16) {
            throw new RefusedException(
                    "DICOM whose JPEG 2000 has samples of " + jpeg.precision() + " bits; expected 1 to 16.");
        }
        int[] samples = samples(code, jpeg, header);
        int unused = 32 - jpeg.precision();
        for (int i = 0; i < samples.length; i++) {
            int value = samples[i] << unused;
            samples[i] = header.signed() ? value >> unused : value >>> unused;
        }
        boolean undone =
                header.photometric().equals("YBR_RCT") || header.photometric().equals("YBR_ICT");
        return new DicomFrame(samples, undone ? "RGB" : header.photometric());
    }

    private static int[] samples(byte[] code, Jpeg2000Header jpeg, DicomHeader header) throws IOException {
        Optional<Jpeg2000Engine> engine = Jpeg2000Engine.find();
        if (engine.isPresent()) {
            return engine.get()
                    .decode(code, false, jpeg.width(), jpeg.height(), jpeg.components())
                    .samples();
        }
        if (!jpeg.reversible()) {
            throw new RefusedException("DICOM compressed by JPEG 2000 with the irreversible transform, which decoders"
                    + " round differently. Add discern-codecs to the class path, or decompress it with another program"
                    + " first.");
        }
        return inJava(code, header);
    }

    private static int[] inJava(byte[] code, DicomHeader header) throws IOException {
        J2KImageReader reader = new J2KImageReader(new J2KImageReaderSpi());
        try (MemoryCacheImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(code))) {
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
}
