package io.discern.backend.cuda;

/** The contract of similarity where matrices are products of IEEE 16-bit floats. */
class HostFloat16SimilarityTest extends HostSimilarityTest {

    @Override
    Precision precision() {
        return Precision.FLOAT16;
    }
}
