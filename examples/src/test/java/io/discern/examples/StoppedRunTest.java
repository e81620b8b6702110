package io.discern.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.discern.spi.EncoderProvider;
import io.discern.store.WrittenSet;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stops EmbedFolder by signals while it encodes, and lets the same command go on: the files are those of a run that nobody stopped. */
class StoppedRunTest {
    private static final int IMAGES = 120;
    private static final int BATCH = 3;
    private static final int SIDE = 16;
    private static final int KILLED = 137;
    /** Of one whole run, about: images take 10 ms each. */
    private static final int MILLIS = 1200;

    private static final Pattern KEPT = Pattern.compile(", (\\d+) images done before, ");

    @TempDir
    Path folder;

    private Path data;
    private List<String> files;
    private Path whole;

    private Class<?> program = EmbedFolder.class;
    private Optional<Path> preloaded = Optional.empty();

    @BeforeEach
    void layOut() throws IOException {
        data = folder.resolve("data");
        for (int i = 0; i < IMAGES; i++) {
            Path image = data.resolve(i % 2 == 0 ? "even" : "odd").resolve(String.format("%03d.png", i));
            Files.createDirectories(image.getParent());
            BufferedImage pixels = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
            pixels.setRGB(0, 0, i << 16);
            ImageIO.write(pixels, "png", image.toFile());
        }
        Files.writeString(data.resolve("even/050.png"), "no image");
        Path services = Files.createDirectories(folder.resolve("services/META-INF/services"));
        Files.writeString(services.resolve(EncoderProvider.class.getName()), SlowEncoder.class.getName());
    }

    private void runWhole() throws IOException, InterruptedException {
        whole = folder.resolve("whole");
        assertThat(started(whole, "whole").waitFor()).isEqualTo(Outcome.PARTIAL);
        // All but those that name the folder, or say when and how long.
        files = WrittenSet.read(whole).files().keySet().stream()
                .filter(name -> !List.of(StudyFile.NAME, "results.json", "report.html", "REPRODUCE.md")
                        .contains(name))
                .toList();
        assertThat(files).contains("failures.csv");
    }

    private Process started(Path out, String log) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-D" + SlowEncoder.LOG + "=" + log(log),
                        "-cp",
                        folder.resolve("services")
                                + System.getProperty("path.separator")
                                + System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        program.getName(),
                        "--encoder",
                        "slow:model",
                        "--data",
                        data.toString(),
                        "--batch",
                        "" + BATCH,
                        "--out",
                        out.toString())
                .redirectErrorStream(true)
                .redirectOutput(printed(log).toFile());
        preloaded.ifPresent(library -> builder.environment().put("LD_PRELOAD", library.toString()));
        return builder.start();
    }

    private Path log(String name) {
        return folder.resolve(name + ".encoded");
    }

    private Path printed(String name) {
        return folder.resolve(name + ".printed");
    }

    private List<String> encoded(String log) throws IOException {
        return Files.exists(log(log)) ? Files.readAllLines(log(log)) : List.of();
    }

    /** Sends a signal to a run so many milliseconds after its first batch; returns how it ended. */
    private int stopped(Path out, String log, String signal, int millis) throws IOException, InterruptedException {
        Process run = started(out, log);
        while (run.isAlive() && Files.notExists(log(log))) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
        TimeUnit.MILLISECONDS.sleep(millis);
        String heard = signal.equals("INT") && ignoresInterrupts() ? "TERM" : signal;
        new ProcessBuilder("kill", "-" + heard, "" + run.pid()).start().waitFor();
        return run.waitFor();
    }

    /** What a shell starts in the background may ignore SIGINT, and then whatever is started from there does. */
    private static boolean ignoresInterrupts() throws IOException {
        Path status = Path.of("/proc/self/status");
        return Files.exists(status)
                && Files.readAllLines(status).stream()
                        .filter(line -> line.startsWith("SigIgn:"))
                        .anyMatch(line ->
                                (Long.parseUnsignedLong(line.substring(7).trim(), 16) & 2) != 0);
    }

    private void requireWhole(Path out) throws IOException {
        WrittenSet.read(out);
        for (String file : files) {
            assertThat(out.resolve(file)).hasSameBinaryContentAs(whole.resolve(file));
        }
        assertThat(out).isDirectoryNotContaining("glob:**/.*");
    }

    private int kept(String log) throws IOException {
        Matcher said = KEPT.matcher(Files.readString(printed(log)));
        return said.find() ? Integer.parseInt(said.group(1)) : 0;
    }

    @Test
    void eachSignalInTurnAndTheSameCommandGoesOn() throws IOException, InterruptedException {
        runWhole();
        Path out = folder.resolve("out");
        int third = MILLIS / 4;
        assertThat(stopped(out, "interrupted", "INT", third)).isEqualTo(Outcome.STOPPED);
        assertThat(Files.readString(printed("interrupted")))
                .containsPattern("stopped; \\d+ images are finished and kept in \\Q" + out + "\\E")
                .contains("This goes on there:", EmbedFolder.class.getName() + " --encoder slow:model --data ");
        assertThat(stopped(out, "killed", "KILL", third)).isEqualTo(KILLED);
        assertThat(stopped(out, "terminated", "TERM", third)).isEqualTo(Outcome.STOPPED);
        assertThat(out.resolve("manifest.json")).doesNotExist();
        assertThat(started(out, "last").waitFor()).isEqualTo(Outcome.PARTIAL);
        requireWhole(out);
        // An interrupted batch is done again, and what was not yet on disk when the process was killed.
        assertThat(encoded("interrupted").size() + encoded("terminated").size()).isGreaterThan(2 * BATCH);
        assertThat(encoded("last").size() + kept("last")).isBetween(IMAGES - 1, IMAGES);
        assertThat(encoded("last"))
                .doesNotContainAnyElementsOf(encoded("interrupted").subList(0, BATCH));
    }

    /** As OpenBLAS does now and then, whose threads are joined when its library is unloaded; PyTorch crashes where its memory is freed under a thread that computes. */
    @Test
    void aLibraryThatHangsAtExitDoesNotKeepTheProcess() throws IOException, InterruptedException {
        Path source = Files.writeString(folder.resolve("hang.c"), """
                #include <stdio.h>
                #include <string.h>
                #include <unistd.h>
                __attribute__((destructor)) static void hang(void) {
                    char name[16] = "";
                    FILE *file = fopen("/proc/self/comm", "r");
                    if (file && fgets(name, sizeof name, file) && !strncmp(name, "java", 4)) sleep(600);
                }
                """);
        Path library = folder.resolve("hang.so");
        assumeTrue(compiled(source, library), "lacks a C compiler");
        preloaded = Optional.of(library);
        Path out = folder.resolve("out");
        assertThat(stopped(out, "hanging", "TERM", MILLIS / 4)).isEqualTo(Outcome.STOPPED);
        assertThat(Files.readString(printed("hanging")))
                .containsPattern("stopped; \\d+ images are finished and kept in ");
        preloaded = Optional.empty();
        assertThat(started(out, "last").waitFor()).isEqualTo(Outcome.PARTIAL);
        assertThat(kept("last")).isPositive();
    }

    private static boolean compiled(Path source, Path library) throws InterruptedException {
        try {
            return new ProcessBuilder("cc", "-shared", "-fPIC", "-o", library.toString(), source.toString())
                            .inheritIO()
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException noSuchProgram) {
            return false;
        }
    }

    @Test
    @Tag("slow")
    void twentyRandomMoments() throws IOException, InterruptedException {
        runWhole();
        Random random = new Random(1);
        List<Integer> kept = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            String signal = List.of("KILL", "TERM", "INT").get(i % 3);
            Path out = folder.resolve("out-" + i);
            stopped(out, "stopped-" + i, signal, random.nextInt(MILLIS));
            assertThat(started(out, "last-" + i).waitFor()).isEqualTo(Outcome.PARTIAL);
            requireWhole(out);
            kept.add(kept("last-" + i));
            assertThat(encoded("last-" + i).size() + kept.get(i)).isBetween(IMAGES - 1, IMAGES);
            assertThat(encoded("last-" + i)).doesNotHaveDuplicates();
        }
        System.out.println("images done before the end: " + kept);
        assertThat(kept).anyMatch(count -> count > BATCH);
    }

    /** Clean images, then overlaid ones: both are kept, and every measure comes out the same. */
    @Test
    @Tag("slow")
    void aStudyAtRandomMoments() throws IOException, InterruptedException {
        program = CompareEncoders.class;
        runWhole();
        assertThat(files).contains("results.csv", "per_image.csv");
        int all = encoded("whole").size();
        Random random = new Random(2);
        for (int i = 0; i < 8; i++) {
            Path out = folder.resolve("study-" + i);
            stopped(out, "stopped-" + i, List.of("KILL", "TERM", "INT").get(i % 3), random.nextInt(3 * MILLIS));
            assertThat(started(out, "last-" + i).waitFor()).isEqualTo(Outcome.PARTIAL);
            requireWhole(out);
            Matcher said = Pattern.compile("embeddings: (\\d+) encoded, (\\d+) kept")
                    .matcher(Files.readString(printed("last-" + i)));
            int kept = said.find() ? Integer.parseInt(said.group(2)) : 0;
            // What is kept of the clean images includes that one cannot be read.
            assertThat(encoded("last-" + i).size() + kept).isBetween(all, all + 1);
            System.out.println(i + ": " + kept + " of " + all + " kept");
        }
    }
}
