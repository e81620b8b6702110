package io.discern.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** docs/WRITE-AN-ENCODER.md shows the code that is compiled and tested here. */
class GuideTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "java/com/example/ColourEncoder.java",
                "java/com/example/ColourProvider.java",
                "java/com/example/ColourEncoderTest.java",
                "resources/META-INF/services/io.discern.spi.EncoderProvider"
            })
    void theGuideQuotesTheFile(String file) throws IOException {
        assertThat(Files.readString(Path.of("../docs/WRITE-AN-ENCODER.md")))
                .contains("\n" + Files.readString(Path.of("src/test").resolve(file)) + "```");
    }
}
