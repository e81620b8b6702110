package io.discern.internal.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.discern.dataset.LabeledImage;
import io.discern.dataset.LabeledImages;
import io.discern.store.Npy;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileNamesTest {
    private static final String NAME = "m\u00e9lanome \u9ed1 a?%20b";

    @TempDir
    Path folder;

    /** Runs in another process, whose locale the test chooses: lists a data set and loads each row. */
    public static void main(String[] args) throws IOException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        out.println(System.getProperty("sun.jnu.encoding"));
        for (String data : List.of("data", "m.csv", "latin")) {
            for (LabeledImage image :
                    LabeledImages.open(Path.of(args[0]).resolve(data)).images()) {
                out.println(
                        image.id() + "|" + image.label() + "|" + image.source().load());
            }
        }
        Path written = FileNames.path(args[0] + "/" + NAME + ".npy");
        Npy.write(written, new float[] {1}, 1);
        out.println(FileNames.text(written.getFileName()) + "|" + Npy.read(written));
    }

    @Test
    void namesAreTheirBytesInEveryLocale() throws IOException, InterruptedException {
        Path data = Files.createDirectories(folder.resolve("data/" + NAME));
        for (String file : List.of("\u00e9.png", "\u00e8.png")) {
            try (OutputStream png = Files.newOutputStream(data.resolve(file))) {
                ImageIO.write(new BufferedImage(2, 1, BufferedImage.TYPE_INT_RGB), "png", png);
            }
        }
        Files.writeString(folder.resolve("m.csv"), "path,label\ndata/" + NAME + "/\u00e9.png,\u00e9\n");
        String latin = folder + "/latin/a";
        String made = "mkdir -p \"$1\"; printf %s \"$2\" > /dev/null; cp \"$3\" \"$1/$(printf 'x\\351.png')\"";
        assertThat(new ProcessBuilder(
                                "/bin/sh",
                                "-c",
                                made,
                                "sh",
                                latin,
                                "",
                                data.resolve("\u00e9.png").toString())
                        .start()
                        .waitFor())
                .isZero();

        String pixels = "|RgbImage[";
        for (String locale : List.of("C", "C.UTF-8")) {
            List<String> lines = inLocale(locale);
            assertThat(String.join("\n", lines))
                    .as(locale)
                    .contains(
                            "\n" + NAME + "/\u00e8.png|" + NAME + pixels, "\n" + NAME + "/\u00e9.png|" + NAME + pixels)
                    .contains("\ndata/" + NAME + "/\u00e9.png|\u00e9" + pixels)
                    .contains("\na/x\\xE9.png|a" + pixels)
                    .contains("\n" + NAME + ".npy|NpyArray[FLOAT32 [1]]");
        }
        assertThat(folder.resolve(NAME + ".npy")).exists();
    }

    private List<String> inLocale(String locale) throws IOException, InterruptedException {
        assumeTrue(Files.isDirectory(Path.of("/proc")), "needs Unix");
        Path log = folder.resolve("log-" + locale);
        ProcessBuilder java = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        FileNamesTest.class.getName(),
                        folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        java.environment().put("LC_ALL", locale);
        int code = java.start().waitFor();
        String printed = Files.readString(log);
        assertThat(code).as(printed).isZero();
        return printed.lines().toList();
    }
}
