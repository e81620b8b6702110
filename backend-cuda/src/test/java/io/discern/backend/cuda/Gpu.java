package io.discern.backend.cuda;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.discern.Device;
import io.discern.spi.Availability;

/** The GPU of the tests tagged {@code gpu}; they are skipped where it is missing, and say what is. */
final class Gpu {
    static final Device DEVICE = Device.parse("cuda:0");

    private Gpu() {}

    static void require() {
        Availability availability = CudaRuntime.availability();
        assumeTrue(availability.isAvailable(), availability.summary());
    }
}
