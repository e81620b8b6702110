package io.discern.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.discern.dataset.LabeledImage;
import io.discern.image.RgbImage;
import io.discern.miniatures.SyntheticLesions;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same study gives the same bytes on another JDK ({@code -Dother.java=/path/to/bin/java}), and on one processor and on two. After a stop:
 * see {@link StoppedRunTest}.
 */
@Tag("slow")
class SameResultsTest {
    private static final int IMAGES = 30;

    @TempDir
    Path folder;

    private final String java =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    @BeforeEach
    void images() throws IOException {
        for (LabeledImage image :
                SyntheticLesions.of("dermoscopy", 50, 3).limit(IMAGES).images()) {
            RgbImage pixels = image.source().load();
            BufferedImage picture = new BufferedImage(pixels.width(), pixels.height(), BufferedImage.TYPE_INT_RGB);
            for (int y = 0; y < pixels.height(); y++) {
                for (int x = 0; x < pixels.width(); x++) {
                    picture.setRGB(x, y, pixels.get(x, y, 0) << 16 | pixels.get(x, y, 1) << 8 | pixels.get(x, y, 2));
                }
            }
            Path file = folder.resolve("data").resolve(image.label()).resolve(image.id() + ".png");
            Files.createDirectories(file.getParent());
            ImageIO.write(picture, "png", file.toFile());
        }
    }

    private Path compared(String name, String program, int processors) throws IOException, InterruptedException {
        Path log = folder.resolve(name + ".log");
        List<String> command = new ArrayList<>(List.of(
                program,
                "-XX:ActiveProcessorCount=" + processors,
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                CompareEncoders.class.getName()));
        command.addAll(List.of(
                "--encoder",
                "mini:medical",
                "--encoder",
                "mini:general",
                "--data",
                folder.resolve("data").toString()));
        command.addAll(List.of("--out", folder.resolve(name).toString()));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        // OpenBLAS asks the machine, not Java.
        builder.environment().putAll(Map.of("OMP_NUM_THREADS", "" + processors));
        assertThat(builder.start().waitFor())
                .as("%s: %s", name, Files.readString(log))
                .isZero();
        return folder.resolve(name);
    }

    private static void requireSame(Path one, Path other) {
        for (String file : List.of("results.csv", "per_image.csv", "data.csv")) {
            assertThat(other.resolve(file)).hasSameBinaryContentAs(one.resolve(file));
        }
    }

    @Test
    void onOneProcessorAndOnTwo() throws IOException, InterruptedException {
        requireSame(compared("one", java, 1), compared("two", java, 2));
    }

    @Test
    void onAnotherJdk() throws IOException, InterruptedException {
        String other = System.getProperty("other.java", "");
        assumeTrue(!other.isEmpty(), "lacks -Dother.java=/path/to/another/jdk/bin/java");
        requireSame(compared("this", java, 2), compared("other", other, 2));
    }
}
