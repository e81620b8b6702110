package io.discern.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The inputs that fuzzing found once, and some of each format, by the fuzzer's own rule. */
class DecoderFuzzTest {
    @Test
    void whatFuzzingFoundStaysMended() throws IOException {
        Path found = Path.of("src/test/resources/fuzz");
        try (Stream<Path> files = Files.list(found)) {
            List<Path> inputs = files.sorted().toList();
            assertThat(inputs).isNotEmpty();
            for (Path input : inputs) {
                DecoderFuzz.fuzzerTestOneInput(Files.readAllBytes(input));
            }
        }
    }
}
