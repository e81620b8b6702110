package io.discern.backend.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OrtException;
import io.discern.testkit.RowAgreement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Networks built from checkpoints equal the Python libraries' own; {@code make_towers.py} made both. {@code -Ddiscern.towers=DIR} has
 * more of the kind, for example of another size, and {@code -Ddiscern.data=DIR} some in {@code weights}.
 */
class TowersTest {
    static List<Path> folders() throws IOException {
        List<Path> folders = new ArrayList<>();
        List<Path> roots = new ArrayList<>(List.of(Path.of("src/test/resources/towers")));
        Optional.ofNullable(System.getProperty("discern.towers")).map(Path::of).ifPresent(roots::add);
        Optional.ofNullable(System.getProperty("discern.data"))
                .map(data -> Path.of(data, "weights"))
                .ifPresent(roots::add);
        for (Path root : roots) {
            try (Stream<Path> all = Files.list(root)) {
                all.filter(Files::isDirectory).sorted().forEach(folders::add);
            }
        }
        return folders;
    }

    @ParameterizedTest
    @MethodSource("folders")
    void aTowerComputesWhatItsLibraryComputes(Path folder) throws IOException, OrtException {
        List<RowAgreement> comparisons = TowerReferences.compare(folder);
        boolean half = Files.exists(folder.resolve("config.json"))
                && Files.readString(folder.resolve("config.json")).contains("\"float16\"");

        assertThat(comparisons).isNotEmpty().allSatisfy(comparison -> {
            assertThat(comparison.cosine()).as(comparison.what()).isCloseTo(1, within(half ? 1e-5 : 1e-6));
            // the library computes in the type of the weights, we in float32
            assertThat(comparison.difference())
                    .as(comparison.what())
                    .isLessThan(half ? 1e-2 * comparison.largest() : 1e-4);
        });
    }
}
