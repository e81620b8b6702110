package io.discern.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.discern.Embeddings;
import io.discern.MeanColourEncoder;
import io.discern.dataset.LabeledImages;
import io.discern.run.EmbeddingRun;
import io.discern.run.RunResult;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeapTest {
    private static final int HEAP_MIB = 96;

    @TempDir
    Path folder;

    @Test
    void theLimitOfPixelsFollowsTheHeap() {
        assertThat(ImageLimits.ofHeap(8L << 30)).isEqualTo(100_000_000);
        assertThat(ImageLimits.ofHeap(480L << 20)).isEqualTo(10L << 20);
        assertThat(ImageLimits.ofHeap(1)).isEqualTo(1);
    }

    /** Runs in a process of a small heap. */
    public static void main(String[] args) throws IOException {
        LabeledImages images = LabeledImages.open(Path.of(args[0]));
        RunResult result = EmbeddingRun.with(new MeanColourEncoder()).run(images);
        Embeddings rows = result.embeddings();
        System.out.println(rows);
        result.failures().forEach(failure -> System.out.println(failure.reason()));
    }

    @Test
    void imagesAtTheLimitPassThroughASmallHeapAndOneAboveItIsToldTheHeap() throws IOException, InterruptedException {
        long most = ImageLimits.ofHeap((long) HEAP_MIB << 20);
        int side = (int) Math.sqrt(most * 0.9);
        Path images = Files.createDirectories(folder.resolve("data/a"));
        write(images.resolve("0.png"), side);
        for (int i = 1; i < 12; i++) {
            Files.createLink(images.resolve(i + ".png"), images.resolve("0.png"));
        }
        write(images.resolve("large.png"), (int) Math.sqrt(most * 1.5));
        Process java = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx" + HEAP_MIB + "m",
                        "-XX:ActiveProcessorCount=8",
                        "-cp",
                        System.getProperty("java.class.path"),
                        HeapTest.class.getName(),
                        folder.resolve("data").toString())
                .redirectErrorStream(true)
                .start();
        String printed = new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(java.waitFor()).as(printed).isZero();
        assertThat(printed)
                .contains("Embeddings[12 x 3 float32]")
                .contains("large.png: the header says ", "MiB allows. Raise -Xmx, or shrink the image.");
    }

    private static void write(Path png, int side) throws IOException {
        ImageIO.write(new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB), "png", png.toFile());
    }
}
