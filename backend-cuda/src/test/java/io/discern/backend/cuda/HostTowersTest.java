package io.discern.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Towers of published layouts on the kernels' host build equal the Python libraries' own: all in float32 and float16, some in
 * bfloat16, of these half by the code for older devices.
 */
class HostTowersTest {
    private static final long MEMORY = 256L << 20;
    private static final int OLDER = 80;
    private static final int NEWEST = 90;

    static Stream<Arguments> cases() {
        List<TowerCase> all = TowerCase.all();
        return Stream.concat(
                all.stream()
                        .flatMap(one -> Stream.of(Precision.FLOAT32, Precision.FLOAT16)
                                .map(precision -> Arguments.of(one, precision, NEWEST))),
                all.stream()
                        .filter(one -> all.indexOf(one) % 3 == 0)
                        .map(one -> Arguments.of(one, Precision.BFLOAT16, all.indexOf(one) % 6 == 0 ? OLDER : NEWEST)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aTowerComputesWhatItsLibraryComputes(TowerCase tower, Precision precision, int capability) throws IOException {
        HostSource source = new HostSource(HostEngine.ThreadOrder.SHUFFLED, MEMORY, capability);
        boolean half = tower.half();
        try (CudaTowers device = tower.open(source, precision, 8)) {
            assertThat(tower.compare(device)).isNotEmpty().allSatisfy(comparison -> {
                if (precision == Precision.FLOAT32) {
                    assertThat(comparison.cosine()).as(comparison.what()).isCloseTo(1, within(half ? 1e-5 : 1e-6));
                    assertThat(comparison.difference())
                            .as(comparison.what())
                            .isLessThan(half ? 1e-2 * comparison.largest() : 1e-4);
                } else {
                    double distance = precision == Precision.FLOAT16 ? 1e-4 : 2e-3;
                    assertThat(comparison.cosine()).as(comparison.what()).isCloseTo(1, within(distance));
                }
            });
        } finally {
            source.kill();
        }
    }
}
