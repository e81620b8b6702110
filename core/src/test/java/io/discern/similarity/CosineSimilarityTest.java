package io.discern.similarity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.discern.Embeddings;
import io.discern.Fixtures;
import io.discern.store.Npy;
import io.discern.store.NpyArray;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CosineSimilarityTest {
    private final CosineSimilarity similarity = CosineSimilarity.reference();
    private Embeddings queries;
    private Embeddings bank;

    @BeforeEach
    void read() throws IOException {
        queries = rows("queries");
        bank = rows("bank");
    }

    @Test
    void theMatrixEqualsNumPy() throws IOException {
        double[] expected = Npy.read(Fixtures.path("cosine/similarities.npy")).toDoubles();
        float[] matrix = similarity.matrix(queries, bank);
        assertThat(matrix).hasSize(expected.length);
        for (int i = 0; i < matrix.length; i++) {
            assertThat((double) matrix[i]).isCloseTo(expected[i], within(1e-7));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 16, 17, 100})
    void tilesPutTogetherAreTheMatrix(int tileRows) {
        float[] joined = new float[queries.rows() * bank.rows()];
        similarity.tiles(
                queries,
                bank,
                tileRows,
                (first, count, tile) -> System.arraycopy(tile, 0, joined, first * bank.rows(), count * bank.rows()));
        assertThat(joined).isEqualTo(similarity.matrix(queries, bank));
    }

    @Test
    void topKEqualsNumPyAndBreaksTiesByRow() throws IOException {
        long[] expected = Npy.read(Fixtures.path("cosine/top9.npy")).toLongs();
        TopK top = similarity.topK(queries, bank, 9, CosineSimilarity.Exclusion.NONE);
        assertThat(Arrays.stream(top.rows()).asLongStream().toArray()).isEqualTo(expected);
    }

    @Test
    void aRowDoesNotFindItselfButFindsItsDuplicate() {
        TopK top = similarity.topK(bank, bank, 1, CosineSimilarity.Exclusion.SELF);
        assertThat(top.row(3, 0)).isEqualTo(5);
        assertThat(top.row(5, 0)).isEqualTo(3);
        assertThat(top.row(20, 0)).isEqualTo(3);
    }

    @Test
    void placesWithoutACandidateAreEmpty() {
        Embeddings two = bank.select(0, 1);
        TopK top = similarity.topK(two, two, 3, CosineSimilarity.Exclusion.SELF);
        assertThat(top.rows()).containsExactly(1, -1, -1, 0, -1, -1);
        assertThat(top.similarities()[1]).isEqualTo(Float.NEGATIVE_INFINITY);
    }

    @Test
    void badInputIsNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> similarity.matrix(queries, Embeddings.ofRows(2, new float[4])))
                .withMessage("queries have dimension 13 but the bank has 2; expected the same");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> similarity.matrix(
                        Embeddings.ofRows(2, new float[] {1, 2, 3, Float.NaN}), Embeddings.ofRows(2, new float[4])))
                .withMessage("row 1 has NaN at component 1; expected finite values");
    }

    private static Embeddings rows(String name) throws IOException {
        NpyArray array = Npy.read(Fixtures.path("cosine/" + name + ".npy"));
        return Embeddings.ofRows(array.shape()[1], array.toFloats());
    }
}
