package io.discern.backend.cuda;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The kernels on the host, in every order of threads: a result that depends on it is a missing barrier. */
class KernelTest {
    private static final long ARENA_BYTES = 16 << 20;
    private static final int STAGING_BYTES = 2 << 20;

    @ParameterizedTest
    @EnumSource
    void kernelsEqualTheReferenceInEveryOrderOfThreads(HostEngine.ThreadOrder order) {
        try (HostEngine engine = HostEngine.open(order, ARENA_BYTES, STAGING_BYTES)) {
            for (KernelChecks check : KernelChecks.values()) {
                check.run(engine);
            }
        }
    }

    @Test
    void anEngineThatCannotBeOpenedLeavesNothingBehind() {
        // its streams and pinned memory are there when the device has no room for the arena
        assertThatThrownBy(() -> HostEngine.open(HostEngine.ThreadOrder.FORWARD, 3L << 30, 1 << 16))
                .hasMessage("OPEN gave status 2, and the process ended with 0");
    }

    @Test
    void memoryThatIsUsedUpIsAStatus() {
        try (HostEngine engine = HostEngine.open(HostEngine.ThreadOrder.FORWARD, 1 << 20, 1 << 16)) {
            assertThatThrownBy(() -> engine.alloc(1 << 20)).hasMessage("ALLOC gave status -1");
            engine.alloc(1 << 19);
        }
    }
}
