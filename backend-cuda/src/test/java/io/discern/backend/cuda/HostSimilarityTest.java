package io.discern.backend.cuda;

import io.discern.similarity.CosineSimilarity;
import io.discern.testkit.SimilarityContractTest;
import java.util.List;

/** The contract of similarity on the kernels' host build, with so little memory that problems pass in pieces. */
class HostSimilarityTest extends SimilarityContractTest {

    @Override
    protected CosineSimilarity open() {
        Engine engine = HostEngine.open(HostEngine.ThreadOrder.SHUFFLED, 24 << 20, 3 << 20);
        return new CudaSimilarity(List.of(engine), precision());
    }

    Precision precision() {
        return Precision.FLOAT32;
    }
}
