package io.discern.backend.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.discern.Embeddings;
import io.discern.Similarities;
import io.discern.similarity.CosineSimilarity;
import io.discern.testkit.SimilarityContractTest;
import org.junit.jupiter.api.Test;

class OnnxSimilarityTest extends SimilarityContractTest {

    @Override
    protected CosineSimilarity open() {
        return Similarities.open("onnx");
    }

    @Test
    void isListedWithItsVersion() {
        assertThat(Similarities.explain())
                .anyMatch(line -> line.startsWith("onnx: ") && line.contains("ONNX Runtime 1."));
    }

    @Test
    void useAfterCloseIsRefused() {
        CosineSimilarity similarity = open();
        similarity.close();
        Embeddings rows = Embeddings.ofRows(1, new float[] {1});
        assertThatThrownBy(() -> similarity.matrix(rows, rows))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("onnx similarity is closed");
    }
}
