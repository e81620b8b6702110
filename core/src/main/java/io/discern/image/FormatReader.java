package io.discern.image;

import java.awt.image.BufferedImage;
import java.io.IOException;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/** Reads the first image of a file in one of the readable formats: header, limits, pixels. */
final class FormatReader {
    private static final int BMP_COMPRESSION = 30;
    private static final int BMP_RLE4 = 2;

    private FormatReader() {}

    /**
     * Reads the first image.
     *
     * @throws RefusedException with a reason that says what to do
     * @throws IOException and any RuntimeException when the file is damaged
     */
    static RgbImage read(ImageFormat format, byte[] file, ImageLimits limits) throws IOException {
        JpegHeader jpeg = format == ImageFormat.JPEG ? JpegHeader.of(file) : null;
        ImageInputStream in = new ByteArrayImageInput(jpeg == null ? file : jpeg.settled(file));
        if (format == ImageFormat.TIFF) {
            TiffHeader.check(in);
        }
        if (format == ImageFormat.BMP && file.length > BMP_COMPRESSION && file[BMP_COMPRESSION] == BMP_RLE4) {
            throw new RefusedException("4-bit run-length BMP, which readers understand differently; expected plain BMP."
                    + " Convert it to PNG.");
        }
        ImageReader reader = format.newReader();
        try {
            reader.setInput(in, true, true);
            int width = reader.getWidth(0);
            int height = reader.getHeight(0);
            check(limits, width, height);
            return switch (format) {
                case JPEG -> JpegReader.read(jpeg, reader, width, height);
                case GIF -> {
                    GifScreen screen = GifScreen.read(in);
                    check(limits, screen.width(), screen.height());
                    yield screen.paint(reader.read(0));
                }
                default -> readPixels(format, reader, width, height);
            };
        } finally {
            reader.dispose();
        }
    }

    private static void check(ImageLimits limits, int width, int height) {
        String refusal = limits.refusal(width, height);
        if (refusal != null) {
            throw new RefusedException(refusal);
        }
    }

    private static RgbImage readPixels(ImageFormat format, ImageReader reader, int width, int height)
            throws IOException {
        String[] warning = new String[1];
        reader.addIIOReadWarningListener((source, text) -> warning[0] = text);
        BufferedImage image = reader.read(0);
        if (format == ImageFormat.TIFF && warning[0] != null) {
            // the TIFF reader goes on after undecodable strips with whatever it had
            throw new IOException(warning[0]);
        }
        if (image.getWidth() != width || image.getHeight() != height) {
            throw new IOException("header of " + width + " x " + height + " but pixels of " + image.getWidth() + " x "
                    + image.getHeight());
        }
        return RasterPixels.toRgb(image);
    }
}
