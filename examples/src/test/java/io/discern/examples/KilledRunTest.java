package io.discern.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.discern.store.OutputSet;
import io.discern.store.WrittenSet;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills a run at each of its calls that rename, link, remove or truncate, over an earlier run's files. */
@Tag("slow")
class KilledRunTest {
    private static final String CALLS =
            "rename,renameat,renameat2,link,linkat,symlink,symlinkat,unlink,unlinkat,rmdir,mkdir,mkdirat,truncate,ftruncate";

    private static final int KILLED = 137;

    @TempDir
    Path folder;

    @Test
    void aKillAtAnyCallLeavesTheFilesOfOneRun() throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/strace")), "needs strace");
        Path before = data("before", 3);
        Path after = data("after", 5);
        int kills = 0;
        for (boolean intoOld : List.of(true, false)) {
            kills += kills(before, after, intoOld);
        }
        System.out.println("killed at " + kills + " calls, never a mixture");
        assertThat(kills).isGreaterThan(30);
    }

    /** strace counts every system call by itself, so each that a run makes has its turn from the first time to the last. */
    private int kills(Path before, Path after, boolean intoOld) throws IOException, InterruptedException {
        int kills = 0;
        for (List<String> calls = List.of("none"); !calls.isEmpty(); calls = calls.subList(1, calls.size())) {
            for (int nth = 1; ; nth++) {
                Path out = folder.resolve("out-" + intoOld + "-" + calls.get(0) + "-" + nth);
                if (intoOld) {
                    assertThat(Example.execute(new EmbedFolder(), args(before, out)))
                            .isEqualTo(Outcome.PARTIAL);
                }
                int code = killed(calls.get(0), nth, after, out);
                requireOneRun(out);
                if (code != KILLED) {
                    assertThat(code).isEqualTo(Outcome.PARTIAL);
                    assertThat(origin(out.resolve("rows.csv"))).isEqualTo("after");
                    break;
                }
                kills++;
                // The next run into the folder first ends what was begun: then the set is whole, or there never was one
                // and nothing of it is left.
                OutputSet.begin(out, "EmbedFolder").close();
                requireOneRun(out);
                if (intoOld || Files.exists(out) && !isEmpty(out)) {
                    WrittenSet.read(out);
                }
            }
            if (calls.get(0).equals("none")) {
                calls = Stream.concat(calls.stream(), traced().stream()).toList();
            }
        }
        return kills;
    }

    private List<String> traced() throws IOException {
        try (Stream<String> lines = Files.lines(folder.resolve("trace"))) {
            return lines.filter(line -> line.matches("\\d+ +\\w+\\(.*"))
                    .map(line -> line.replaceAll("^\\d+ +|\\(.*", ""))
                    .distinct()
                    .toList();
        }
    }

    private Path data(String name, int count) throws IOException {
        Path images = Files.createDirectories(folder.resolve(name).resolve(name));
        for (int i = 0; i < count; i++) {
            BufferedImage image = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB);
            ImageIO.write(image, "png", images.resolve(i + ".png").toFile());
        }
        Files.writeString(images.resolve("broken.png"), "no image");
        return folder.resolve(name);
    }

    private static String[] args(Path data, Path out) {
        return new String[] {
            "--encoder", "mean-colour", "--data", data.toString(), "--out", out.toString(), "--max-failures", "0.5"
        };
    }

    private int killed(String call, int nth, Path data, Path out) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                "/usr/bin/strace",
                "-f",
                "-qq",
                "-e",
                "trace=" + CALLS,
                "-e",
                "inject=" + (call.equals("none") ? CALLS + ":delay_enter=0" : call + ":signal=KILL:when=" + nth),
                "-o",
                folder.resolve("trace").toString(),
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:-UsePerfData",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                EmbedFolder.class.getName()));
        command.addAll(List.of(args(data, out)));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start()
                .waitFor();
    }

    /** Whatever files are there, and whatever a reader that verifies accepts, is of one run. */
    private static void requireOneRun(Path out) throws IOException {
        Set<String> origins = new TreeSet<>();
        if (!Files.exists(out)) {
            return;
        }
        try (Stream<Path> files = Files.list(out)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (!file.getFileName().toString().startsWith(".")) {
                    origins.add(origin(file));
                }
            }
        }
        assertThat(origins).as("runs whose files lie in " + out).hasSizeLessThan(2);
        if (Files.exists(out.resolve(WrittenSet.MANIFEST))) {
            assertThat(WrittenSet.read(out).files())
                    .containsOnlyKeys("data.csv", "embeddings.npy", "failures.csv", "rows.csv", "study.yaml");
        }
    }

    private static boolean isEmpty(Path out) throws IOException {
        try (Stream<Path> files = Files.list(out)) {
            return files.noneMatch(file -> !file.getFileName().toString().startsWith(".discern-unfinished"));
        }
    }

    private static String origin(Path file) throws IOException {
        if (file.endsWith("embeddings.npy")) {
            return io.discern.store.Npy.read(file).shape()[0] == 3 ? "before" : "after";
        }
        String text = Files.readString(file);
        assertThat(text.contains("before")).as(file + ": " + text).isNotEqualTo(text.contains("after"));
        return text.contains("before") ? "before" : "after";
    }
}
