package io.discern.backend.djl;

import static org.assertj.core.api.Assertions.assertThat;

import io.discern.EncoderConfig;
import io.discern.Encoders;
import io.discern.VisionLanguageEncoder;
import io.discern.image.RgbImage;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A process that ends while native work is under way. */
class NativeWorkTest {
    private static final int TERMINATED = 128 + 15;

    @TempDir
    private Path folder;

    /** Takes a while, and says when it is done. */
    static final class WorksAtTheEnd {
        public static void main(String[] args) throws InterruptedException {
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(() -> NativeWork.release(() -> System.out.println("released"))));
            new Thread(() -> NativeWork.call(() -> {
                        System.out.println("begun");
                        System.out.flush();
                        for (int i = 0; i < 10; i++) {
                            pause();
                        }
                        System.out.println("done");
                        return null;
                    }))
                    .start();
            Thread.sleep(600_000);
        }

        private static void pause() {
            try {
                Thread.sleep(100);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** Encodes until it is ended, on two threads. */
    static final class Encodes {
        public static void main(String[] args) throws IOException {
            List<RgbImage> pictures = MiniatureFixtures.pictures();
            VisionLanguageEncoder encoder =
                    Encoders.open("mini:general", EncoderConfig.of("").withOption("backend", "djl"));
            for (int i = 0; i < 2; i++) {
                new Thread(() -> {
                            while (true) {
                                encoder.encodeImages(pictures);
                                System.out.println("begun");
                            }
                        })
                        .start();
            }
        }
    }

    private List<String> terminated(Class<?> main, int expected) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:-CreateCoredumpOnCrash",
                        "-XX:ErrorFile=" + folder.resolve("error"),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        main.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader lines = process.inputReader()) {
            assertThat(lines.readLine()).isEqualTo("begun");
            // Unlike the process, its handle leaves the streams open.
            process.toHandle().destroy();
            List<String> rest = lines.lines().toList();
            assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(expected);
            return rest;
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "needs signals")
    void theEndWaitsForWorkUnderWayAndReleasesNothing() throws IOException, InterruptedException {
        assertThat(terminated(WorksAtTheEnd.class, TERMINATED)).containsExactly("done");
    }

    /** Of 40 such ends 7 were crashes. */
    @Test
    @Tag("slow")
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "needs signals")
    void aSignalWhilePyTorchWorksIsNoCrash() throws IOException, InterruptedException {
        for (int i = 0; i < 40; i++) {
            terminated(Encodes.class, TERMINATED);
        }
    }
}
