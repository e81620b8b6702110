package io.discern.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
        List<String> arguments = new ArrayList<>(List.of("-protected"));
        try (Stream<Path> walked = Files.walk(classes)) {
            walked.map(Path::toString)
                    .filter(file -> file.endsWith(".class") && !file.contains("internal") && !file.contains("-info"))
                    .sorted()
                    .forEach(arguments::add);
        }
        StringWriter all = new StringWriter();
        PrintWriter out = new PrintWriter(all);
        ToolProvider.findFirst("javap").orElseThrow().run(out, out, arguments.toArray(String[]::new));
        StringBuilder text = new StringBuilder();
        for (String type : all.toString().split("Compiled from .*\\R")) {
            text.append(type.startsWith("public") ? type : "");
        }
        return text.toString();
    }
}
