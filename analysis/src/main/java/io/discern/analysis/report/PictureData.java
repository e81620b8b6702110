package io.discern.analysis.report;

import io.discern.analysis.internal.picture.Jpeg;
import io.discern.analysis.internal.picture.SmallPicture;
import io.discern.image.RgbImage;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;

/** Small pictures inside a page: JPEG as data URIs. */
final class PictureData {
    private PictureData() {}

    /**
     * The image, averaged down by a whole factor if it is larger.
     *
     * @param longest edge in pixels
     * @param quality of the JPEG, 0 to 1
     */
    static String uri(RgbImage image, int longest, float quality) {
        try {
            return uri(Jpeg.of(SmallPicture.of(image, longest), quality));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** A picture that is drawn already. */
    static String uri(BufferedImage picture, float quality) {
        try {
            return uri(Jpeg.of(picture, quality));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static String uri(byte[] jpeg) {
        return "data:image/jpeg;base64," + Base64.getEncoder().encodeToString(jpeg);
    }

    /** A pixel as 0xRRGGBB. */
    static int rgb(RgbImage image, int x, int y) {
        return image.get(x, y, 0) << 16 | image.get(x, y, 1) << 8 | image.get(x, y, 2);
    }
}
