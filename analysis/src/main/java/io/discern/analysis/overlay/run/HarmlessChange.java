package io.discern.analysis.overlay.run;

import io.discern.analysis.Tagged;
import io.discern.image.RgbImage;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** What changes nothing that a reader of images would see: the floor under every effect of an overlay. */
public enum HarmlessChange implements Condition, Tagged {
    /** None: the same images once more, in another order, since an embedding may hang on what is beside it or came before. */
    AGAIN("again") {
        @Override
        public RgbImage of(RgbImage image, long seed) {
            return image;
        }
    },
    /** Written as JPEG of quality 90 and read again. */
    JPEG("jpeg-90") {
        @Override
        public RgbImage of(RgbImage image, long seed) throws IOException {
            return rgb(ImageIO.read(new ByteArrayInputStream(jpeg(image, 0.9f))));
        }
    },
    /** In every channel of every pixel one level of 255 up, down or as it was, each equally likely. */
    NOISE("noise-1") {
        @Override
        public RgbImage of(RgbImage image, long seed) {
            SplittableRandom random = new SplittableRandom(seed);
            byte[] pixels = image.pixels().clone();
            for (int i = 0; i < pixels.length; i++) {
                int noisy = (pixels[i] & 0xff) + random.nextInt(3) - 1;
                pixels[i] = (byte) Math.max(0, Math.min(255, noisy));
            }
            return RgbImage.of(image.width(), image.height(), pixels);
        }
    };

    /** All of them. */
    public static final List<HarmlessChange> ALL = List.of(values());

    private final String tag;

    HarmlessChange(String tag) {
        this.tag = tag;
    }

    /**
     * The image so changed; the same for the same seed.
     *
     * @throws IOException if it cannot be written or read again
     */
    public abstract RgbImage of(RgbImage image, long seed) throws IOException;

    @Override
    public String tag() {
        return tag;
    }

    @Override
    public String brief() {
        return tag;
    }

    private static byte[] jpeg(RgbImage image, float quality) throws IOException {
        BufferedImage pixels = new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < image.height(); y++) {
            for (int x = 0; x < image.width(); x++) {
                pixels.setRGB(x, y, image.get(x, y, 0) << 16 | image.get(x, y, 1) << 8 | image.get(x, y, 2));
            }
        }
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            ImageWriteParam how = writer.getDefaultWriteParam();
            how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            how.setCompressionQuality(quality);
            writer.setOutput(out);
            writer.write(null, new IIOImage(pixels, null, null), how);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    private static RgbImage rgb(BufferedImage read) {
        byte[] pixels = new byte[read.getWidth() * read.getHeight() * 3];
        for (int at = 0; at < pixels.length; at += 3) {
            int color = read.getRGB(at / 3 % read.getWidth(), at / 3 / read.getWidth());
            pixels[at] = (byte) (color >> 16);
            pixels[at + 1] = (byte) (color >> 8);
            pixels[at + 2] = (byte) color;
        }
        return RgbImage.of(read.getWidth(), read.getHeight(), pixels);
    }
}
