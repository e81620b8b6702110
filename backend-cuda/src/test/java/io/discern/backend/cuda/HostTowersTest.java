package io.discern.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Towers of published layouts on the kernels' host build equal the Python libraries' own. */
class HostTowersTest {
    private static final long MEMORY = 256L << 20;
    private static final int NEWEST = 90;

    static Stream<Arguments> cases() {
        return TowerCase.all().stream()
                .flatMap(one -> Stream.of(Precision.FLOAT32, Precision.FLOAT16)
                        .map(precision -> Arguments.of(one, precision)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aTowerComputesWhatItsLibraryComputes(TowerCase tower, Precision precision) throws IOException {
        HostSource source = new HostSource(HostEngine.ThreadOrder.SHUFFLED, MEMORY, NEWEST);
        boolean half = tower.half();
        try (CudaTowers device = tower.open(source, precision, 8)) {
            List<TowerCase.Comparison> comparisons = tower.compare(device);
            System.out.println(tower + " " + precision + " " + comparisons);
            assertThat(comparisons).isNotEmpty().allSatisfy(comparison -> {
                if (precision == Precision.FLOAT32) {
                    assertThat(comparison.cosine()).as(comparison.what()).isCloseTo(1, within(half ? 1e-5 : 1e-6));
                    assertThat(comparison.difference())
                            .as(comparison.what())
                            .isLessThan(half ? 1e-2 * comparison.largest() : 1e-4);
                } else {
                    assertThat(comparison.cosine()).as(comparison.what()).isCloseTo(1, within(1e-4));
                }
            });
        } finally {
            source.kill();
        }
    }
}
