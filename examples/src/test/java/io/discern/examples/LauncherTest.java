package io.discern.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.discern.spi.EncoderProvider;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script of the distribution, beside a folder with one jar that stands for all. */
class LauncherTest {
    @TempDir
    Path folder;

    private Path script;
    private String printed;

    @BeforeEach
    void layOut() throws IOException {
        script = Files.createDirectories(folder.resolve("a home/bin")).resolve("discern");
        Files.copy(Modules.ROOT.resolve("dist/src/main/sh/discern"), script);
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        String classes = Stream.of(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                        .split(System.getProperty("path.separator")))
                .filter(entry -> !entry.endsWith("test-classes"))
                .map(entry -> Path.of(entry).toUri().toString())
                .collect(Collectors.joining(" "));
        manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, classes);
        Path jar = Files.createDirectories(folder.resolve("a home/lib")).resolve("all.jar");
        new JarOutputStream(Files.newOutputStream(jar), manifest).close();
    }

    private int run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("sh", script.toString()));
        command.addAll(List.of(arguments));
        Path output = folder.resolve("printed");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("DISCERN_OPTS", "-XX:TieredStopAtLevel=1 -Dslow.log=" + folder.resolve("log"));
        int code = builder.start().waitFor();
        printed = Files.readString(output);
        return code;
    }

    @Test
    void helpNamesTheCommandsAndEachHasItsOwn() throws IOException, InterruptedException {
        assertThat(run("--help")).isZero();
        assertThat(printed).contains("compare ", "overlay ", "embed ", "analyze ", "verify ", "doctor ", "--jar");
        assertThat(run("embed", "--help")).isZero();
        assertThat(printed).contains("Usage: '" + script + "' embed", "--encoder");
        assertThat(run("comparr")).isEqualTo(Outcome.USAGE);
        assertThat(printed).contains("no command comparr; expected one of [compare, overlay, embed,");
    }

    @Test
    void aJarBringsItsEncoders() throws IOException, InterruptedException {
        Path jar = folder.resolve("my encoders.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            for (String part : List.of("SlowEncoder", "SlowEncoder$1")) {
                String name = SlowEncoder.class.getPackageName().replace('.', '/') + "/" + part + ".class";
                out.putNextEntry(new JarEntry(name));
                try (InputStream in = SlowEncoder.class.getResourceAsStream("/" + name)) {
                    in.transferTo(out);
                }
            }
            out.putNextEntry(new JarEntry("META-INF/services/" + EncoderProvider.class.getName()));
            out.write(SlowEncoder.class.getName().getBytes(StandardCharsets.UTF_8));
        }
        Path data = Files.createDirectories(folder.resolve("it's data/class"));
        Files.write(data.resolve("broken.png"), new byte[] {1});
        String[] command = {
            "embed",
            "--encoder",
            "slow:it's",
            "--jar",
            jar.toString(),
            "--data",
            data.getParent().toString(),
            "--out"
        };
        assertThat(run(with(command, folder.resolve("out").toString()))).isEqualTo(Outcome.FAILED);
        assertThat(printed).contains("slow: none of the 1 images of it's data could be encoded");
        assertThat(run("embed", "--jar", "no.jar")).isEqualTo(Outcome.FAILED);
        assertThat(printed).contains("--jar no.jar: no such file");
        assertThat(run("embed", "--jar")).isEqualTo(Outcome.USAGE);
    }

    private static String[] with(String[] words, String last) {
        return Stream.concat(Stream.of(words), Stream.of(last)).toArray(String[]::new);
    }
}
