package io.discern.backend.djl;

import static org.assertj.core.api.Assertions.assertThat;

import io.discern.Similarities;
import io.discern.similarity.CosineSimilarity;
import io.discern.testkit.SimilarityContractTest;
import org.junit.jupiter.api.Test;

class DjlSimilarityTest extends SimilarityContractTest {

    @Override
    protected CosineSimilarity open() {
        return Similarities.open("djl");
    }

    @Test
    void isListedWithItsVersion() {
        assertThat(Similarities.explain()).anyMatch(line -> line.startsWith("djl: ") && line.contains("PyTorch 2."));
    }
}
