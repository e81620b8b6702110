package io.discern.backend.cuda;

import io.discern.Similarities;
import io.discern.similarity.CosineSimilarity;
import io.discern.testkit.SimilarityContractTest;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

/** The contract of similarity on a GPU. */
@Tag("gpu")
class CudaSimilarityTest {

    @BeforeAll
    static void requireGpu() {
        Gpu.require();
    }

    @Nested
    class Float32 extends SimilarityContractTest {
        @Override
        protected CosineSimilarity open() {
            return Similarities.open("cuda", Gpu.DEVICE);
        }
    }

    @Nested
    class Float16 extends SimilarityContractTest {
        @Override
        protected CosineSimilarity open() {
            return CudaSimilarityProvider.open(List.of(Gpu.DEVICE), Precision.FLOAT16, 1L << 30);
        }
    }

    @Nested
    class Bfloat16 extends SimilarityContractTest {
        @Override
        protected CosineSimilarity open() {
            return CudaSimilarityProvider.open(List.of(Gpu.DEVICE), Precision.BFLOAT16, 1L << 30);
        }
    }
}
