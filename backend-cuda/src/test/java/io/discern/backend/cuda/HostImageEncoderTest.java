package io.discern.backend.cuda;

import io.discern.EncoderConfig;

/** The contract of {@link CudaEncoderTest} on the kernels' host build: an image tower alone. */
class HostImageEncoderTest extends HostEncoderTest {

    @Override
    EncoderConfig of(EncoderConfig config) {
        return CudaEncoderTest.images(config);
    }
}
