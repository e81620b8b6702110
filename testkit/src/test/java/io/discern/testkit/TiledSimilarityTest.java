package io.discern.testkit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.discern.Embeddings;
import io.discern.similarity.CosineSimilarity;
import org.junit.jupiter.api.Test;

/** What {@link io.discern.internal.similarity.TiledSimilarity} makes of float32 products keeps the contract. */
class TiledSimilarityTest extends SimilarityContractTest {
    @Override
    protected CosineSimilarity open() {
        return new FloatSimilarity();
    }

    @Test
    void useAfterCloseIsRefused() {
        CosineSimilarity similarity = open();
        similarity.close();
        Embeddings rows = Embeddings.ofRows(1, new float[] {1});
        assertThatThrownBy(() -> similarity.matrix(rows, rows))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("float is closed");
    }
}
