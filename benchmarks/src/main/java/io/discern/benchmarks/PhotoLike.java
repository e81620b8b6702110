package io.discern.benchmarks;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** A seeded JPEG with the statistics of a photograph: smooth colour at four scales, edges, and a little noise. */
final class PhotoLike {
    private static final float QUALITY = 0.9f;

    private PhotoLike() {}

    /** JPEG bytes at quality 0.9, 4:2:0, about 200 KB for 1024 x 768. */
    static byte[] jpeg(int width, int height, long seed) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ImageWriteParam param = writer.getDefaultWriteParam();
        param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        param.setCompressionQuality(QUALITY);
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(image(width, height, seed), null, null), param);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    private static BufferedImage image(int width, int height, long seed) {
        Random random = new Random(seed);
        double[] sum = new double[3 * width * height];
        int[] cells = {4, 16, 64, 256};
        double[] amplitudes = {60, 45, 30, 15};
        for (int scale = 0; scale < cells.length; scale++) {
            addSmooth(sum, width, height, cells[scale], amplitudes[scale], random);
        }
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                double noise = 4 * random.nextGaussian();
                int rgb = 0;
                for (int c = 0; c < 3; c++) {
                    double value = 127 + sum[(y * width + x) * 3 + c] + noise;
                    rgb = rgb << 8 | (int) Math.max(0, Math.min(255, value));
                }
                image.setRGB(x, y, rgb);
            }
        }
        return image;
    }

    /** Adds random colours on a grid, interpolated between its points. */
    private static void addSmooth(double[] sum, int width, int height, int cells, double amplitude, Random random) {
        double[] grid = random.doubles(3L * (cells + 2) * (cells + 2), -amplitude / 2, amplitude / 2)
                .toArray();
        double step = (double) cells / Math.max(width, height);
        for (int y = 0; y < height; y++) {
            int gy = (int) (y * step);
            double fy = y * step - gy;
            for (int x = 0; x < width; x++) {
                int gx = (int) (x * step);
                double fx = x * step - gx;
                for (int c = 0; c < 3; c++) {
                    int at = (gy * (cells + 2) + gx) * 3 + c;
                    int below = at + (cells + 2) * 3;
                    double upper = grid[at] + fx * (grid[at + 3] - grid[at]);
                    double lower = grid[below] + fx * (grid[below + 3] - grid[below]);
                    sum[(y * width + x) * 3 + c] += upper + fy * (lower - upper);
                }
            }
        }
    }
}
