package io.discern.backend.cuda;

/** The contract of similarity where matrices are products of bfloat16. */
class HostBfloat16SimilarityTest extends HostSimilarityTest {

    @Override
    Precision precision() {
        return Precision.BFLOAT16;
    }
}
