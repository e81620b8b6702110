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

    static RgbImage read(ImageReader reader, int width, int height) throws IOException {
        Raster raster = reader.readRaster(0, null);
        if (raster.getNumBands() != 4) {
            throw new RefusedException(
                    "JPEG of " + raster.getNumBands() + " channels; expected gray, RGB or CMYK. Convert it to PNG.");
        }
        byte[] rgb = new byte[3 * width * height];
        int[] row = new int[4 * width];
        for (int y = 0; y < height; y++) {
            raster.getPixels(0, y, width, 1, row);
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
}
