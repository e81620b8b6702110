package io.discern.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The programs of somebody else that the modules' tests run: a page each, through public classes, and no printed key is read. */
class ConsumerProgramsTest {
    private static final int A_PAGE = 90;

    @ParameterizedTest
    @CsvSource({"backend-onnx, OwnParts", "analysis, OwnMeasures", "analysis, BrokenParts"})
    void fitAPageAndReadNoPrintedKey(String module, String program) throws IOException {
        Path source = Modules.ROOT.resolve(module).resolve("src/test/java/com/example/" + program + ".java");
        assertThat(Files.readAllLines(source)).hasSizeLessThanOrEqualTo(A_PAGE);
        assertThat(source)
                .content()
                .doesNotContain("variant()", "metric()", "parse(", "Pattern", "substring(", "indexOf(", ".internal.");
    }
}
