package io.discern.analysis.internal.picture;

import io.discern.image.RgbImage;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Images as JPEG files in memory, by the JDK. */
public final class Jpeg {
    private Jpeg() {}

    /**
     * Writes an image.
     *
     * @param quality 0 to 1
     * @throws IOException if JPEG cannot hold it
     */
    public static byte[] of(RgbImage image, float quality) throws IOException {
        BufferedImage picture = new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_INT_RGB);
        int[] colors = ((DataBufferInt) picture.getRaster().getDataBuffer()).getData();
        byte[] rgb = image.pixels();
        for (int i = 0; i < colors.length; i++) {
            colors[i] = (rgb[3 * i] & 0xff) << 16 | (rgb[3 * i + 1] & 0xff) << 8 | rgb[3 * i + 2] & 0xff;
        }
        return of(picture, quality);
    }

    /** Writes a picture that is drawn already; otherwise as {@link #of(RgbImage, float)}. */
    public static byte[] of(BufferedImage picture, float quality) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            ImageWriteParam how = writer.getDefaultWriteParam();
            how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            how.setCompressionQuality(quality);
            writer.setOutput(out);
            writer.write(null, new IIOImage(picture, null, null), how);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    /** Reads a file that {@link #of(RgbImage, float)} wrote: it has three bands. */
    public static RgbImage read(byte[] file) throws IOException {
        BufferedImage read = decoded(file);
        int[] samples = read.getRaster().getPixels(0, 0, read.getWidth(), read.getHeight(), (int[]) null);
        byte[] pixels = new byte[samples.length];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) samples[i];
        }
        return RgbImage.of(read.getWidth(), read.getHeight(), pixels);
    }

    /** Without the temporary file that {@link ImageIO#read(java.io.InputStream)} would copy it to. */
    private static BufferedImage decoded(byte[] file) throws IOException {
        ImageReader reader = ImageIO.getImageReadersByFormatName("jpeg").next();
        try (MemoryCacheImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
            reader.setInput(in, true, true);
            return reader.read(0);
        } finally {
            reader.dispose();
        }
    }
}
