package io.discern.image;

import io.discern.internal.image.ByteArrayImageInput;
import io.discern.internal.image.JdkReaders;
import java.awt.image.BufferedImage;
import java.io.IOException;
import javax.imageio.ImageReader;

/** BMP by ImageIO, with the size checked first. */
final class BmpReader {
    private static final int COMPRESSION = 30;
    private static final int RLE4 = 2;

    private BmpReader() {}

    static ImageFacts facts(byte[] file) throws IOException {
        ImageReader reader = JdkReaders.newReader("bmp");
        try {
            reader.setInput(new ByteArrayImageInput(file), true, true);
            return ImageFacts.of("BMP", reader.getWidth(0), reader.getHeight(0), 1);
        } finally {
            reader.dispose();
        }
    }

    static SourceImage read(byte[] file, DecodeOptions options) throws IOException {
        if (file.length > COMPRESSION && file[COMPRESSION] == RLE4) {
            throw new RefusedException("4-bit run-length BMP, which readers understand differently; expected plain BMP."
                    + " Convert it to PNG.");
        }
        options.onlyPage("BMP");
        ImageReader reader = JdkReaders.newReader("bmp");
        try {
            reader.setInput(new ByteArrayImageInput(file), true, true);
            int width = reader.getWidth(0);
            int height = reader.getHeight(0);
            options.limits().check(width, height);
            BufferedImage image = reader.read(0);
            if (image.getWidth() != width || image.getHeight() != height) {
                throw new IOException("header of " + width + " x " + height + " but pixels of " + image.getWidth()
                        + " x " + image.getHeight());
            }
            return RasterPixels.toSource(image);
        } finally {
            reader.dispose();
        }
    }
}
