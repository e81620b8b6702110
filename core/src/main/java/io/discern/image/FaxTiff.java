package io.discern.image;

import io.discern.internal.image.ByteArrayImageInput;
import io.discern.internal.image.JdkReaders;
import java.awt.image.BufferedImage;
import java.io.IOException;
import javax.imageio.ImageReader;

/** CCITT fax pages of a TIFF, by ImageIO. */
final class FaxTiff {
    private FaxTiff() {}

    static SourceImage read(byte[] file, int page, int width, int height) throws IOException {
        ImageReader reader = JdkReaders.newReader("tiff");
        try {
            String[] warning = new String[1];
            reader.setInput(new ByteArrayImageInput(file), false, true);
            reader.addIIOReadWarningListener((source, text) -> warning[0] = text);
            BufferedImage image = reader.read(page);
            if (warning[0] != null) {
                // the reader goes on after undecodable strips with whatever it had
                throw new IOException(warning[0]);
            }
            if (image.getWidth() != width || image.getHeight() != height) {
                throw new IOException("header of " + width + " x " + height + " but pixels of " + image.getWidth()
                        + " x " + image.getHeight());
            }
            byte[] rgb = RasterPixels.toSource(image).toRgb().pixels();
            byte[] bilevel = new byte[width * height];
            for (int i = 0; i < bilevel.length; i++) {
                bilevel[i] = rgb[3 * i];
            }
            return SourceImage.of(PixelMode.BILEVEL, width, height, bilevel);
        } finally {
            reader.dispose();
        }
    }
}
