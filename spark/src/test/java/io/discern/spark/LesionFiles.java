package io.discern.spark;

import io.discern.dataset.LabeledImage;
import io.discern.image.RgbImage;
import io.discern.miniatures.SyntheticLesions;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** Synthetic lesions as files, a folder for each class. */
final class LesionFiles {

    private LesionFiles() {}

    static void write(Path folder, int patients) throws IOException {
        for (LabeledImage image : SyntheticLesions.of("dermoscopy", patients, 7).images()) {
            Path file = folder.resolve(image.label()).resolve(image.id() + ".png");
            Files.createDirectories(file.getParent());
            RgbImage pixels = image.source().load();
            BufferedImage picture = new BufferedImage(pixels.width(), pixels.height(), BufferedImage.TYPE_INT_RGB);
            byte[] rgb = pixels.pixels();
            for (int i = 0; i < pixels.width() * pixels.height(); i++) {
                picture.setRGB(
                        i % pixels.width(),
                        i / pixels.width(),
                        (rgb[3 * i] & 0xff) << 16 | (rgb[3 * i + 1] & 0xff) << 8 | rgb[3 * i + 2] & 0xff);
            }
            ImageIO.write(picture, "png", file.toFile());
        }
    }
}
