package io.discern.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.discern.dataset.LabeledImages;
import io.discern.store.Npy;
import io.discern.store.Table;
import io.discern.store.WrittenSet;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class OutcomeTest {
    @TempDir
    Path folder;

    private String printed = "";

    private int run(Callable<Integer> example, Object... args) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream both = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        System.setOut(both);
        System.setErr(both);
        try {
            return Example.execute(
                    example, Stream.of(args).map(Object::toString).toArray(String[]::new));
        } finally {
            System.setOut(out);
            System.setErr(err);
            printed = bytes.toString(StandardCharsets.UTF_8);
        }
    }

    private int embed(Path data, Path out, Object... more) {
        List<Object> args = new ArrayList<>(List.of("--encoder", "mean-colour", "--data", data, "--out", out));
        args.addAll(List.of(more));
        return run(new EmbedFolder(), args.toArray());
    }

    private Path images(String label, int count) throws IOException {
        Path images = Files.createDirectories(folder.resolve("data").resolve(label));
        for (int i = 0; i < count; i++) {
            BufferedImage image = new BufferedImage(2, 2, BufferedImage.TYPE_INT_RGB);
            image.setRGB(0, 0, 0x010203 * (i + 1));
            // No two classes hold the same picture.
            image.setRGB(1, 0, label.hashCode() & 0xffffff);
            ImageIO.write(image, "png", images.resolve(i + ".png").toFile());
        }
        return images;
    }

    @Test
    void lossesAreThreeAndTooManyAreAnErrorThatChangesNothing() throws IOException {
        Path nevus = images("nevus", 19);
        Path out = folder.resolve("out");
        assertThat(embed(folder.resolve("data"), out)).as(printed).isEqualTo(Outcome.DONE);

        Files.write(nevus.resolve("scan.jp2"), new byte[] {0, 0, 0, 12, 'j', 'P', ' ', ' ', 13, 10, (byte) 0x87, 10});
        assertThat(embed(folder.resolve("data"), out)).as(printed).isEqualTo(Outcome.PARTIAL);
        assertThat(Files.readString(out.resolve("failures.csv"))).contains("scan.jp2");
        assertThat(WrittenSet.read(out).files())
                .containsOnlyKeys("embeddings.npy", "rows.csv", "failures.csv", "data.csv", "study.yaml");
        assertThat(Npy.read(out.resolve("embeddings.npy")).shape()).containsExactly(19, 3);

        for (String name : List.of("a.png", "b.heic", "c.svs")) {
            Files.writeString(nevus.resolve(name), "no image");
        }
        assertThat(embed(folder.resolve("data"), out)).isEqualTo(Outcome.FAILED);
        assertThat(printed).contains("error: ", "3 of the 23 images of data failed, more than the limit of 10 %");
        assertThat(Npy.read(WrittenSet.read(out).file("embeddings.npy")).shape())
                .containsExactly(19, 3);
        assertThat(embed(folder.resolve("data"), out, "--max-failures", "0.5")).isEqualTo(Outcome.PARTIAL);
        assertThat(embed(folder.resolve("data"), out, "--max-failures", "2")).isEqualTo(Outcome.FAILED);
        assertThat(printed).contains("--max-failures 2.0; expected a share from 0 to 1");
    }

    @Test
    void aFileThatWasThereWhenTheRunBeganAndIsGoneIsAFailure() throws IOException {
        Path nevus = images("nevus", 12);
        LabeledImages listed = LabeledImages.open(folder.resolve("data"));
        Files.delete(nevus.resolve("3.png"));
        assertThat(io.discern.run.EmbeddingRun.with(io.discern.Encoders.open("mean-colour"))
                        .run(listed)
                        .failures())
                .singleElement()
                .satisfies(failure -> assertThat(failure.reason()).contains("3.png: no such file; expected one there"));
    }

    @Test
    void aRunWhoseOnlyEncoderFailsOnEverythingFailsAndWritesNothing() throws IOException {
        Path broken = Files.createDirectories(folder.resolve("data/a"));
        Files.writeString(broken.resolve("x.png"), "no image");
        Path out = folder.resolve("out");
        assertThat(embed(folder.resolve("data"), out)).isEqualTo(Outcome.FAILED);
        assertThat(run(
                        new CompareEncoders(),
                        "--encoder",
                        "mean-colour",
                        "--data",
                        folder.resolve("data"),
                        "--out",
                        out))
                .isEqualTo(Outcome.FAILED);
        assertThat(printed).contains("error: no encoder embedded any data set; nothing is written in " + out);
        assertThat(out).doesNotExist();
    }

    @Test
    void oneMetricThatFailsCostsItsOwnResultsOnly() throws IOException {
        float[] rows = new float[40];
        StringBuilder labels = new StringBuilder("label\n");
        for (int i = 0; i < 20; i++) {
            rows[2 * i] = (i + 1) * (i % 2 == 0 ? 1e-42f : -1e-42f);
            rows[2 * i + 1] = 1e-42f * (i % 3);
            labels.append(i % 2 == 0 ? "a\n" : "b\n");
        }
        Npy.write(folder.resolve("rows.npy"), rows, 20, 2);
        Npy.write(folder.resolve("prompts.npy"), new float[] {1, 0, -1, 0, 0, 1}, 3, 2);
        Object[] args = {
            "--embeddings", folder.resolve("rows.npy"),
            "--labels", Files.writeString(folder.resolve("labels.csv"), labels),
            "--prompts", folder.resolve("prompts.npy"),
            "--prompt-texts", Files.writeString(folder.resolve("prompts.csv"), "class,prompt\na,x\na,y\nb,z\n"),
            "--out", folder.resolve("out")
        };
        assertThat(run(new AnalyzeEmbeddings(), args)).as(printed).isEqualTo(Outcome.PARTIAL);
        WrittenSet written = WrittenSet.read(folder.resolve("out"));
        assertThat(Files.readAllLines(written.file("failures.csv")))
                .hasSize(2)
                .last(org.assertj.core.api.InstanceOfAssertFactories.STRING)
                .contains("rows.npy", "prompts cancel out");
        assertThat(Files.readString(written.file("results.csv")))
                .contains("prompts cancel out", "rows,labels,geometry,modality-gap", "rows,labels,fisher");
    }

    @Test
    void thePlaceForTheFilesIsTriedBeforeAnythingElse() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        Object[] args = {"--encoder", "no-such", "--data", folder.resolve("no-data"), "--out", file};
        for (Callable<Integer> example : List.of(new EmbedFolder(), new CompareEncoders(), new OverlayBias())) {
            assertThat(run(example, args)).isEqualTo(Outcome.FAILED);
            assertThat(printed).contains("error: " + file + ": " + file + " is a file; expected a folder");
        }
        assertThat(run(new AnalyzeEmbeddings(), "--embeddings", file, "--labels", file, "--out", file))
                .isEqualTo(Outcome.FAILED);
        assertThat(printed).contains(file + " is a file; expected a folder");
        Object[] one = {"--queries", "no-such.npy", "--out", file.resolve("out.csv")};
        assertThat(run(new NearestRows(), one)).isEqualTo(Outcome.FAILED);
        assertThat(printed).contains("error: ", file + " is a file; expected a folder");
        assertThat(run(
                        new PreprocessImage(),
                        "--preset",
                        "clip-vit-base-patch32",
                        "--image",
                        "no-such.png",
                        "--out",
                        folder))
                .isEqualTo(Outcome.FAILED);
        assertThat(printed).contains(folder + ": is a folder; expected a file");
        assertThat(run(new NearestRows(), "--queries", "no-such.npy", "--out", folder.resolve("new/out.csv")))
                .isEqualTo(Outcome.FAILED);
        assertThat(printed).contains("no-such.npy");
        assertThat(folder.resolve("new/out.csv")).doesNotExist();
        assertThat(folder.resolve("new")).doesNotExist();
    }

    @Test
    void noCellIsAFormulaAndItsTextComesBack() throws IOException {
        String label = "=cmd|' C calc'!A0";
        images(label, 2);
        images("-5", 2);
        Path out = folder.resolve("out");
        assertThat(embed(folder.resolve("data"), out)).as(printed).isEqualTo(Outcome.DONE);
        assertThat(Files.readAllLines(out.resolve("rows.csv")))
                .noneMatch(line -> line.contains(",=") || line.startsWith("="))
                .anyMatch(line -> line.contains(",'=cmd|' C calc'!A0"))
                .anyMatch(line -> line.contains(",-5,"));
        assertThat(Table.read(out.resolve("rows.csv")).values("label")).containsOnly(label, "-5");
    }

    @Test
    void inAPosixLocaleNamesOnTheCommandLineAndInTheFilesAreWhole() throws IOException, InterruptedException {
        assumeTrue(Files.isReadable(Path.of("/proc/self/cmdline")), "needs /proc");
        images("m\u00e9lanome", 2);
        images("\u9ed1\u8272\u7d20\u7624", 2);
        Path data = Files.move(folder.resolve("data"), folder.resolve("donn\u00e9es"));
        Path out = folder.resolve("sorti\u00e9");
        Path log = folder.resolve("log");
        ProcessBuilder java = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        EmbedFolder.class.getName(),
                        "--encoder",
                        "mean-colour",
                        "--data",
                        data.toString(),
                        "--out",
                        out.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        java.environment().put("LC_ALL", "C");
        assertThat(java.start().waitFor())
                .as(Files.readString(log, StandardCharsets.ISO_8859_1))
                .isZero();
        assertThat(Table.read(WrittenSet.read(out).file("rows.csv")).values("path"))
                .contains(data + "/m\u00e9lanome/0.png", data + "/\u9ed1\u8272\u7d20\u7624/1.png");
    }

    @Test
    void argumentsAreWhatWasTypedWhereTheSystemTells() {
        byte[] cmdline = "java\0Main\0--data\0donn\u00e9es\0".getBytes(StandardCharsets.UTF_8);
        assertThat(Arguments.typed(new String[] {"--data", "donn??es"}, cmdline))
                .containsExactly("--data", "donn\u00e9es");
        assertThat(Arguments.typed(new String[] {"--data", "other?"}, cmdline)).containsExactly("--data", "other?");
        assertThat(Arguments.typed(new String[] {"a?"}, new byte[0])).containsExactly("a?");
    }
}
