package io.discern.image;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.IOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Locale;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;

/** Reads JPEG pixels straight into RGB bytes, with libjpeg's idea of the colours, which is Pillow's. */
final class JpegReader {
    private JpegReader() {}

    static RgbImage read(JpegHeader header, ImageReader reader, int width, int height) throws IOException {
        String[] warning = new String[1];
        reader.addIIOReadWarningListener((source, text) -> {
            String lower = text.toLowerCase(Locale.ROOT);
            if (lower.contains("premature end") || lower.contains("truncated")) {
                warning[0] = text;
            }
        });
        RgbImage image = header.components().length() == 4
                ? CmykJpeg.read(header, reader, width, height)
                : readBands(reader, width, height);
        if (warning[0] != null) {
            throw new RefusedException(
                    "truncated JPEG (" + warning[0] + "); expected a complete image. Fetch the file again.");
        }
        return image;
    }

    private static RgbImage readBands(ImageReader reader, int width, int height) throws IOException {
        Iterator<ImageTypeSpecifier> types = reader.getImageTypes(0);
        ImageTypeSpecifier type = types.hasNext() ? types.next() : null;
        int bands = type == null ? 0 : type.getNumBands();
        if (bands != 1 && bands != 3) {
            throw new RefusedException(
                    "JPEG of " + bands + " channels; expected gray, RGB or CMYK. Convert it to PNG.");
        }
        // the reader's own colour space, so that it converts nothing even when the file has a profile
        ColorSpace space = type.getColorModel().getColorSpace();
        byte[] pixels = new byte[width * height * bands];
        ImageReadParam param = reader.getDefaultReadParam();
        param.setDestination(over(pixels, width, height, space));
        reader.read(0, param);
        return RgbImage.of(width, height, bands == 3 ? pixels : repeated(pixels));
    }

    /** An image that writes through to interleaved bytes; in the decoder's own order, so that rows are copied whole. */
    private static BufferedImage over(byte[] pixels, int width, int height, ColorSpace space) {
        int bands = space.getNumComponents();
        int[] order = {0, 1, 2};
        WritableRaster raster = Raster.createInterleavedRaster(
                new DataBufferByte(pixels, pixels.length),
                width,
                height,
                width * bands,
                bands,
                Arrays.copyOf(order, bands),
                null);
        ComponentColorModel model =
                new ComponentColorModel(space, false, false, ComponentColorModel.OPAQUE, DataBuffer.TYPE_BYTE);
        return new BufferedImage(model, raster, false, null);
    }

    private static byte[] repeated(byte[] gray) {
        byte[] rgb = new byte[3 * gray.length];
        for (int i = 0; i < gray.length; i++) {
            rgb[3 * i] = gray[i];
            rgb[3 * i + 1] = gray[i];
            rgb[3 * i + 2] = gray[i];
        }
        return rgb;
    }
}
