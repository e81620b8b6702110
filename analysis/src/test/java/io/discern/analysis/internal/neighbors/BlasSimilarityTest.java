package io.discern.analysis.internal.neighbors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.discern.BackendUnavailableException;
import io.discern.Device;
import io.discern.Embeddings;
import io.discern.Similarities;
import io.discern.similarity.CosineSimilarity;
import io.discern.testkit.SimilarityContractTest;
import org.junit.jupiter.api.Test;

class BlasSimilarityTest extends SimilarityContractTest {

    @Override
    protected CosineSimilarity open() {
        return Similarities.open("blas");
    }

    @Test
    void computesOnTheProcessorOnly() {
        assertThat(Similarities.explain()).anyMatch(line -> line.startsWith("blas: ") && line.contains("OpenBLAS"));
        assertThatThrownBy(() -> Similarities.open("blas", Device.parse("cuda:0")))
                .isInstanceOf(BackendUnavailableException.class)
                .hasMessageContaining("ask for device cpu");
    }

    @Test
    void useAfterCloseIsRefused() {
        CosineSimilarity similarity = open();
        similarity.close();
        Embeddings rows = Embeddings.ofRows(1, new float[] {1});
        assertThatThrownBy(() -> similarity.matrix(rows, rows))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("blas similarity is closed");
        assertThatThrownBy(() -> similarity.topK(rows, rows, 1, CosineSimilarity.Exclusion.NONE))
                .isInstanceOf(IllegalStateException.class);
    }
}
