package io.discern.image;

import java.awt.image.BufferedImage;
import java.io.IOException;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/** Reads the first image of a file in one of the readable formats: header, limits, pixels. */
final class FormatReader {
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
                default -> readPixels(reader, width, height);
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

    private static RgbImage readPixels(ImageReader reader, int width, int height) throws IOException {
        BufferedImage image = reader.read(0);
        if (image.getWidth() != width || image.getHeight() != height) {
            throw new IOException("header of " + width + " x " + height + " but pixels of " + image.getWidth() + " x "
                    + image.getHeight());
        }
        return RasterPixels.toRgb(image);
    }
}
