package io.discern.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Help comes at once, because it loads nothing heavy: what is loaded is told by the Java runtime itself. */
class HelpTest {
    private static final List<String> HEAVY =
            List.of("org.nd4j.", "org.bytedeco.", "ai.djl.", "ai.onnxruntime.", "javax.imageio.", "java.awt.");

    @TempDir
    Path folder;

    private String printed;

    /** Runs the launcher's program; returns the names of the classes that it loaded. */
    private List<String> loaded(Class<?> program, String... args) throws IOException, InterruptedException {
        Path log = folder.resolve("classes");
        Path out = folder.resolve("out");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xlog:class+load:file=" + log + "::filecount=0",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                program.getName()));
        command.addAll(List.of(args));
        int outcome = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start()
                .waitFor();
        printed = Files.readString(out, StandardCharsets.UTF_8);
        assertThat(outcome).as(printed).isZero();
        List<String> classes = Files.readAllLines(log).stream()
                .map(line -> line.replaceFirst("^(\\[[^]]*])+ ", "").split(" ", 2)[0])
                .toList();
        assertThat(classes).contains(Discern.class.getName());
        return classes;
    }

    /** The launcher's program with {@code --help} of each command in turn: it goes on where nothing went wrong. */
    static final class AllHelp {
        private AllHelp() {}

        public static void main(String[] commands) {
            for (String command : commands) {
                System.out.println(command + ":");
                Discern.main(new String[] {command, "--help"});
            }
        }
    }

    @Test
    void helpOfACommandLoadsNoEngine() throws IOException, InterruptedException {
        String[] commands = {"compare", "overlay", "embed", "analyze", "nearest", "verify", "preprocess", "doctor"};
        List<String> classes = loaded(AllHelp.class, commands);
        for (String command : commands) {
            assertThat(printed.split("(?m)^" + command + ":$", 2)[1].split("(?m)^[a-z]+:$", 2)[0])
                    .contains("Usage: ", "--help");
        }
        assertThat(classes).noneMatch(name -> HEAVY.stream().anyMatch(name::startsWith));
    }

    @Test
    void theListOfCommandsLoadsNoCommand() throws IOException, InterruptedException {
        List<String> classes = loaded(Discern.class, "--help");
        assertThat(printed).contains("compare", "doctor");
        assertThat(classes)
                .noneMatch(name -> name.startsWith("picocli.") || name.equals(CompareEncoders.class.getName()));
    }
}
