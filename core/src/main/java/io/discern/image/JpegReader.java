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
import javax.imageio.stream.ImageInputStream;

/** Reads JPEG pixels straight into RGB bytes, with libjpeg's idea of the colours, which is Pillow's. */
final class JpegReader {
    private JpegReader() {}

    static RgbImage read(ImageReader reader, int width, int height) throws IOException {
        String[] warning = new String[1];
        reader.addIIOReadWarningListener((source, text) -> {
            String lower = text.toLowerCase(Locale.ROOT);
            if (lower.contains("premature end") || lower.contains("truncated")) {
                warning[0] = text;
            }
        });
        ImageTypeSpecifier type = type(reader);
        RgbImage image;
        if (type == null) {
            image = CmykJpeg.read(reader, width, height);
        } else {
            int bands = type.getNumBands();
            byte[] pixels = new byte[Math.multiplyExact(width * height, bands)];
            ImageReadParam param = reader.getDefaultReadParam();
            param.setDestination(over(pixels, width, height, type.getColorModel().getColorSpace()));
            reader.read(0, param);
            image = RgbImage.of(width, height, bands == 3 ? pixels : repeated(pixels));
        }
        if (warning[0] != null) {
            throw new RefusedException("truncated JPEG (" + warning[0] + "); expected a complete image. Fetch the file again.");
        }
        return image;
    }

    /** What the reader would make of the file: its own colour space, so that it converts nothing. Null for CMYK. */
    private static ImageTypeSpecifier type(ImageReader reader) throws IOException {
        Iterator<ImageTypeSpecifier> types = reader.getImageTypes(0);
        if (!types.hasNext()) {
            return null;
        }
        ImageTypeSpecifier type = types.next();
        if (type.getNumBands() != 1 && type.getNumBands() != 3) {
            throw new RefusedException("JPEG of " + type.getNumBands() + " channels; expected 1, 3 or CMYK. Convert it to PNG.");
        }
        return type;
    }

    /** An image that writes through to interleaved bytes; in the decoder's own order, so that rows are copied whole. */
    private static BufferedImage over(byte[] pixels, int width, int height, ColorSpace space) {
        int bands = space.getNumComponents();
        int[] order = {0, 1, 2};
        WritableRaster raster = Raster.createInterleavedRaster(
                new DataBufferByte(pixels, pixels.length), width, height, width * bands, bands, Arrays.copyOf(order, bands), null);
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

    static ImageInputStream withColourMarker(ImageInputStream in) {
        return in;
    }
}
