package io.discern.analysis.report;

import io.discern.image.RgbImage;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Small pictures inside a page. */
final class PngData {
    private static final int LONGEST_EDGE = 320;

    private PngData() {}

    /** The image, averaged down by a whole factor if it is large, as a data URI. */
    static String uri(RgbImage image) {
        int factor = (Math.max(image.width(), image.height()) + LONGEST_EDGE - 1) / LONGEST_EDGE;
        int width = Math.max(1, image.width() / factor);
        int height = Math.max(1, image.height() / factor);
        BufferedImage small = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int color = 0;
                for (int channel = 0; channel < 3; channel++) {
                    color = color << 8 | mean(image, x * factor, y * factor, factor, channel);
                }
                small.setRGB(x, y, color);
            }
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            ImageIO.write(small, "png", out);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return "data:image/png;base64," + Base64.getEncoder().encodeToString(bytes.toByteArray());
    }

    private static int mean(RgbImage image, int left, int top, int factor, int channel) {
        int sum = 0;
        int count = 0;
        for (int y = top; y < Math.min(top + factor, image.height()); y++) {
            for (int x = left; x < Math.min(left + factor, image.width()); x++) {
                sum += image.get(x, y, channel);
                count++;
            }
        }
        return (sum + count / 2) / count;
    }
}
