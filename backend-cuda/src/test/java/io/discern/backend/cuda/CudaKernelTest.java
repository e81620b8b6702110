package io.discern.backend.cuda;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every kernel on a GPU, at awkward sizes. */
@Tag("gpu")
class CudaKernelTest {

    @BeforeAll
    static void requireGpu() {
        Gpu.require();
    }

    @ParameterizedTest
    @EnumSource
    void kernelsEqualTheReference(KernelChecks check) {
        try (Engine engine = CudaDevices.open(Gpu.DEVICE, 256 << 20)) {
            check.run(engine);
        }
    }
}
