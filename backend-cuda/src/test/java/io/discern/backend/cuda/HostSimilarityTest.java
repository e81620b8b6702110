package io.discern.backend.cuda;

import io.discern.similarity.CosineSimilarity;
import io.discern.testkit.SimilarityContractTest;
import java.util.List;
import org.junit.jupiter.api.Nested;

/** The contract of similarity on the kernels' host build, with so little memory that problems pass in pieces. */
class HostSimilarityTest {

    private static CosineSimilarity similarity(Precision precision) {
        Engine engine = HostEngine.open(HostEngine.ThreadOrder.SHUFFLED, 24 << 20, 3 << 20);
        return new CudaSimilarity(List.of(engine), precision);
    }

    @Nested
    class Float32 extends SimilarityContractTest {
        @Override
        protected CosineSimilarity open() {
            return similarity(Precision.FLOAT32);
        }
    }

    @Nested
    class Float16 extends SimilarityContractTest {
        @Override
        protected CosineSimilarity open() {
            return similarity(Precision.FLOAT16);
        }
    }

    @Nested
    class Bfloat16 extends SimilarityContractTest {
        @Override
        protected CosineSimilarity open() {
            return similarity(Precision.BFLOAT16);
        }
    }
}
