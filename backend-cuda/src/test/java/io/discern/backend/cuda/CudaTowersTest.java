package io.discern.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.discern.testkit.RowAgreement;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Towers of published layouts on a GPU equal the Python libraries' own. */
@Tag("gpu")
class CudaTowersTest {

    @BeforeAll
    static void requireGpu() {
        Gpu.require();
    }

    @ParameterizedTest
    @EnumSource
    void towersComputeWhatTheirLibrariesCompute(Precision precision) {
        double distance = switch (precision) {
            case FLOAT32 -> 1e-5;
            case FLOAT16 -> 1e-4;
            case BFLOAT16 -> 2e-3;
        };
        for (TowerCase tower : TowerCase.all()) {
            try (CudaTowers device = tower.open(CudaDevices.source(Gpu.DEVICE), precision, 8)) {
                List<RowAgreement> comparisons = tower.compare(device);
                assertThat(comparisons).as(tower.toString()).isNotEmpty();
                comparisons.forEach(comparison -> assertThat(comparison.cosine())
                        .as("%s, %s: %s", tower, precision, comparison)
                        .isCloseTo(1, within(distance)));
            }
        }
    }
}
