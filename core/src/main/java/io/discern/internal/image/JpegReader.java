package io.discern.internal.image;

import io.discern.image.DecodeOptions;
import io.discern.image.ImageFacts;
import io.discern.image.PixelMode;
import io.discern.image.RefusedException;
import io.discern.image.SourceImage;
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

/** Reads JPEG pixels straight into bytes, with libjpeg's idea of the colours, which is Pillow's. */
public final class JpegReader {
    private JpegReader() {}

    public static SourceImage read(byte[] file, DecodeOptions options) throws IOException {
        JpegHeader header = JpegHeader.of(file);
        if (header.process() == 0) {
            throw new RefusedException("JPEG without a frame header; expected a complete image. Fetch the file again.");
        }
        options.limits().check(header.width(), header.height());
        options.onlyPage("JPEG");
        if (header.components().length() == 4) {
            return inks(header, raw(file, header, false));
        }
        return rgbOrGray(file, header);
    }

    private static SourceImage rgbOrGray(byte[] file, JpegHeader header) throws IOException {
        int bands = header.components().length();
        JpegEngine engine = JpegEngines.best();
        if (engine == null || bands != 1 && bands != 3) {
            JpegEngines.requireSame(header);
            return byImageIo(file, header);
        }
        byte[] samples = new byte[header.width() * header.height() * bands];
        engine.decode(file, header.width(), header.height(), bands, false, samples);
        return SourceImage.of(bands == 3 ? PixelMode.RGB : PixelMode.GRAY, header.width(), header.height(), samples);
    }

    public static SourceImage byImageIo(byte[] file, JpegHeader header) throws IOException {
        ImageReader reader = JdkReaders.newReader("jpeg");
        try {
            Truncation truncation = Truncation.watch(reader);
            reader.setInput(new ByteArrayImageInput(header.settled(file)), true, true);
            SourceImage image = readBands(reader, header.width(), header.height());
            truncation.check();
            return image;
        } finally {
            reader.dispose();
        }
    }

    public static ImageFacts facts(byte[] file) {
        JpegHeader header = JpegHeader.of(file);
        return ImageFacts.of("JPEG", header.width(), header.height(), 1);
    }

    /**
     * Upsampled components without any conversion of colours, {@code height x width x components} bytes.
     *
     * @param toRgb whether the three components are YCbCr and RGB is wanted
     */
    public static byte[] raw(byte[] file, JpegHeader header, boolean toRgb) throws IOException {
        int bands = header.components().length();
        byte[] samples = new byte[Math.multiplyExact(header.width() * header.height(), bands)];
        JpegEngine engine = JpegEngines.best();
        if (engine != null) {
            engine.decode(file, header.width(), header.height(), bands, true, samples);
        } else {
            JpegEngines.requireSame(header);
            rawByImageIo(file, header, samples);
        }
        if (toRgb) {
            int[] row = new int[header.width() * bands];
            for (int at = 0; at < samples.length; at += row.length) {
                for (int i = 0; i < row.length; i++) {
                    row[i] = samples[at + i] & 0xff;
                }
                YcbcrPixels.toRgb(row, bands);
                for (int i = 0; i < row.length; i++) {
                    samples[at + i] = (byte) row[i];
                }
            }
        }
        return samples;
    }

    private static void rawByImageIo(byte[] file, JpegHeader header, byte[] samples) throws IOException {
        ImageReader reader = JdkReaders.newReader("jpeg");
        try {
            Truncation truncation = Truncation.watch(reader);
            reader.setInput(new ByteArrayImageInput(file), true, true);
            Raster raster = reader.readRaster(0, null);
            truncation.check();
            int bands = header.components().length();
            if (raster.getNumBands() != bands
                    || raster.getWidth() != header.width()
                    || raster.getHeight() != header.height()) {
                throw new IOException("header of " + header.width() + " x " + header.height() + " x " + bands
                        + " but pixels of " + raster.getWidth() + " x " + raster.getHeight() + " x "
                        + raster.getNumBands());
            }
            int[] row = new int[header.width() * bands];
            for (int y = 0; y < header.height(); y++) {
                raster.getPixels(0, y, header.width(), 1, row);
                for (int i = 0; i < row.length; i++) {
                    samples[y * row.length + i] = (byte) row[i];
                }
            }
        } finally {
            reader.dispose();
        }
    }

    /** Four components: Adobe stores inks inverted, and YCCK where its segment says so. */
    private static SourceImage inks(JpegHeader header, byte[] stored) {
        boolean ycck = header.adobeTransform() > 0;
        int[] pixel = new int[3];
        for (int i = 0; i < stored.length; i += 4) {
            for (int c = 0; c < 3; c++) {
                pixel[c] = stored[i + c] & 0xff;
            }
            if (ycck) {
                YcbcrPixels.toRgb(pixel, 3);
            }
            for (int c = 0; c < 3; c++) {
                // YCCK turns into 255 - RGB, and the inversion takes that back
                stored[i + c] = (byte) (ycck ? pixel[c] : 255 - pixel[c]);
            }
            stored[i + 3] = (byte) ~stored[i + 3];
        }
        return SourceImage.of(PixelMode.CMYK, header.width(), header.height(), stored);
    }

    private static SourceImage readBands(ImageReader reader, int width, int height) throws IOException {
        Iterator<ImageTypeSpecifier> types = reader.getImageTypes(0);
        ImageTypeSpecifier type = types.hasNext() ? types.next() : null;
        int bands = type == null ? 0 : type.getNumBands();
        if (bands != 1 && bands != 3) {
            throw new RefusedException(
                    "JPEG of " + bands + " channels; expected gray, RGB or CMYK. Convert it to PNG.");
        }
        if (reader.getWidth(0) != width || reader.getHeight(0) != height) {
            throw new IOException("two frame headers of different sizes");
        }
        // the reader's own colour space, so that it converts nothing even when the file has a profile
        ColorSpace space = type.getColorModel().getColorSpace();
        byte[] pixels = new byte[width * height * bands];
        ImageReadParam param = reader.getDefaultReadParam();
        param.setDestination(over(pixels, width, height, space));
        reader.read(0, param);
        return SourceImage.of(bands == 3 ? PixelMode.RGB : PixelMode.GRAY, width, height, pixels);
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

    /** Listens for libjpeg's warning that the data ended, after which it fills up with gray. */
    private static final class Truncation {
        private String warning;

        static Truncation watch(ImageReader reader) {
            Truncation truncation = new Truncation();
            reader.addIIOReadWarningListener((source, text) -> {
                String lower = text.toLowerCase(Locale.ROOT);
                if (lower.contains("premature end") || lower.contains("truncated")) {
                    truncation.warning = text;
                }
            });
            return truncation;
        }

        void check() throws RefusedException {
            if (warning != null) {
                throw new RefusedException(
                        "truncated JPEG (" + warning + "); expected a complete image. Fetch the file again.");
            }
        }
    }
}
