package io.discern.backend.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OrtException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Networks built from checkpoints equal the Python libraries' own; {@code make_towers.py} made both. */
class TowersTest {
    static Stream<Path> folders() throws IOException {
        return Files.list(Path.of("src/test/resources/towers"))
                .filter(Files::isDirectory)
                .sorted();
    }

    @ParameterizedTest
    @MethodSource("folders")
    void aTowerComputesWhatItsLibraryComputes(Path folder) throws IOException, OrtException {
        List<TowerReferences.Comparison> comparisons = TowerReferences.compare(folder);

        assertThat(comparisons).isNotEmpty().allSatisfy(comparison -> {
            assertThat(comparison.cosine()).as(comparison.reference()).isCloseTo(1, within(1e-6));
            assertThat(comparison.difference()).as(comparison.reference()).isLessThan(1e-4);
        });
    }
}
