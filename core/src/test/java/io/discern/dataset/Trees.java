package io.discern.dataset;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import javax.imageio.ImageIO;

/** Makes folders of small pictures. */
final class Trees {
    private Trees() {}

    /** A gray picture of noise that its seed determines. */
    static Path noise(Path file, int width, int height, int seed) throws IOException {
        Random random = new Random(seed);
        return picture(file, width, height, place -> random.nextInt(256));
    }

    static Path noise(Path file, int seed) throws IOException {
        return noise(file, 24, 20, seed);
    }

    /** A mask: white in its middle. */
    static Path mask(Path file, int width, int height) throws IOException {
        return picture(file, width, height, place -> {
            int x = place % width;
            int y = place / width;
            return x > width / 4 && x < width / 2 && y > height / 4 && y < height / 2 ? 255 : 0;
        });
    }

    static Path picture(Path file, int width, int height, IntUnaryOperator gray) throws IOException {
        Files.createDirectories(file.getParent());
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < width * height; i++) {
            image.setRGB(i % width, i / width, gray.applyAsInt(i) * 0x010101);
        }
        String name = file.getFileName().toString();
        ImageIO.write(image, name.endsWith("jpg") ? "jpg" : "png", file.toFile());
        return file;
    }
}
