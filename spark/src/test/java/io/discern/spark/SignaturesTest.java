package io.discern.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What this jar offers stands in {@code docs/api/spark.txt}, as javap says it; {@code -Dapi.update=true} writes the file. */
class SignaturesTest {
    private static final Path COMMITTED = Path.of("../docs/api/spark.txt");

    @Test
    void theCommittedSignaturesAreThoseOfTheJar() throws IOException {
        String found = signatures();
        if (Boolean.getBoolean("api.update")) {
            Files.writeString(COMMITTED, found);
        }
        assertThat(found).isEqualTo(Files.readString(COMMITTED)).doesNotContain(".internal.");
    }

    private static String signatures() throws IOException {
        Path classes = Path.of("target/classes");
        List<String> files;
        try (Stream<Path> walked = Files.walk(classes)) {
            files = walked.map(Path::toString)
                    .filter(file -> file.endsWith(".class") && !file.endsWith("-info.class"))
                    .sorted()
                    .toList();
        }
        StringWriter text = new StringWriter();
        ToolProvider javap = ToolProvider.findFirst("javap").orElseThrow();
        for (String file : files) {
            StringWriter one = new StringWriter();
            javap.run(new PrintWriter(one), new PrintWriter(one), "-protected", file);
            String body = one.toString().lines().skip(1).reduce("", (lines, line) -> lines + line + "\n");
            if (body.startsWith("public")) {
                text.write(body);
            }
        }
        return text.toString();
    }
}
