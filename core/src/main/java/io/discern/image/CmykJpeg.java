package io.discern.image;

import java.awt.image.Raster;
import java.io.IOException;
import javax.imageio.ImageReader;

/**
 * CMYK pixels of a JPEG as RGB with Pillow's arithmetic: values stored inverted, as Adobe does, and no colour profile:
 * {@code red = k - round((255 - c) * k / 255)} over the stored values.
 */
final class CmykJpeg {
    private CmykJpeg() {}

    static RgbImage read(JpegHeader header, ImageReader reader, int width, int height) throws IOException {
        Raster raster = reader.readRaster(0, null);
        if (raster.getNumBands() != 4) {
            throw new RefusedException(
                    "JPEG of " + raster.getNumBands() + " channels; expected gray, RGB or CMYK. Convert it to PNG.");
        }
        byte[] rgb = new byte[3 * width * height];
        int[] row = new int[4 * width];
        for (int y = 0; y < height; y++) {
            raster.getPixels(0, y, width, 1, row);
            if (header.adobeTransform() > 0) {
                toCmyk(row);
            }
            for (int x = 0; x < width; x++) {
                int black = row[4 * x + 3];
                for (int c = 0; c < 3; c++) {
                    int ink = (255 - row[4 * x + c]) * black + 128;
                    rgb[(y * width + x) * 3 + c] = (byte) Math.max(black - ((ink >> 8) + ink >> 8), 0);
                }
            }
        }
        return RgbImage.of(width, height, rgb);
    }

    /** YCCK to CMYK in libjpeg's 16-bit fixed point: YCbCr to RGB, inverted; K stays. */
    private static void toCmyk(int[] row) {
        for (int i = 0; i < row.length; i += 4) {
            int y = row[i];
            int cb = row[i + 1] - 128;
            int cr = row[i + 2] - 128;
            row[i] = 255 - clip(y + (91_881 * cr + 32_768 >> 16));
            row[i + 1] = 255 - clip(y + (-22_554 * cb - 46_802 * cr + 32_768 >> 16));
            row[i + 2] = 255 - clip(y + (116_130 * cb + 32_768 >> 16));
        }
    }

    private static int clip(int value) {
        return Math.min(Math.max(value, 0), 255);
    }
}
