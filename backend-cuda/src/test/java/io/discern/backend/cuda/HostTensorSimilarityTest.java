package io.discern.backend.cuda;

import io.discern.similarity.CosineSimilarity;
import io.discern.testkit.SimilarityContractTest;
import java.util.List;

/** The contract of similarity with products of bfloat16, whose bound is wider, by two devices. */
class HostTensorSimilarityTest extends SimilarityContractTest {

    @Override
    protected CosineSimilarity open() {
        Engine first = HostEngine.open(HostEngine.ThreadOrder.FORWARD, 64 << 20, 8 << 20);
        Engine second = HostEngine.open(HostEngine.ThreadOrder.BACKWARD, 64 << 20, 8 << 20);
        return new CudaSimilarity(List.of(first, second), Precision.BFLOAT16);
    }
}
