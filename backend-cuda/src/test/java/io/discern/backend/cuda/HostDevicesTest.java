package io.discern.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.discern.Embeddings;
import io.discern.similarity.CosineSimilarity;
import io.discern.similarity.CosineSimilarity.Exclusion;
import io.discern.similarity.TopK;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two devices that share the queries, and products of bfloat16, on the kernels' host build. */
class HostDevicesTest {
    private final CosineSimilarity similarity = new CudaSimilarity(List.of(engine(), engine()), Precision.BFLOAT16);

    private static Engine engine() {
        return HostEngine.open(HostEngine.ThreadOrder.FORWARD, 24 << 20, 3 << 20);
    }

    @AfterEach
    void close() {
        similarity.close();
    }

    private static Embeddings rows(int count, int dim, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[count * dim];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble(-1, 1);
        }
        return Embeddings.ofRows(dim, values);
    }

    @Test
    void productsOfRoundedRowsStayWithinTheStatedBound() {
        for (int dim : new int[] {1, 7, 65}) {
            Embeddings queries = rows(131, dim, 1);
            Embeddings bank = rows(257, dim, 2);
            float[] expected = CosineSimilarity.reference().matrix(queries, bank);
            float[] found = similarity.matrix(queries, bank);
            double bound = similarity.deviation(dim);
            double worst = 0;
            for (int i = 0; i < found.length; i++) {
                worst = Math.max(worst, Math.abs((double) found[i] - expected[i]));
            }
            assertThat(worst).as("dim %d", dim).isBetween(0.0, bound);
        }
    }

    @Test
    void theBoundIsThatOfTheRounding() {
        assertThat(similarity.deviation(1)).isBetween(0x1p-7, 0x1.1p-7);
        assertThat(new CudaSimilarity(List.of(), Precision.FLOAT32).deviation(1))
                .isLessThan(0x1p-20);
    }

    @Test
    void topKEqualsTheReferenceWhateverThePrecision() {
        Embeddings rows = rows(301, 9, 3);
        for (Exclusion exclusion : List.of(Exclusion.NONE, Exclusion.SELF)) {
            TopK expected = CosineSimilarity.reference().topK(rows, rows, 5, exclusion);
            TopK found = similarity.topK(rows, rows, 5, exclusion);
            assertThat(found.rows()).isEqualTo(expected.rows());
            assertThat(found.similarities()).isEqualTo(expected.similarities());
        }
    }

    @Test
    void theLongestListsAndOneMoreLeaveOutTheQueryAndItsGroup() {
        Embeddings rows = rows(271, 9, 3);
        Embeddings queries = rows.select(IntStream.range(0, 6).toArray());
        int[] groups = IntStream.range(0, rows.rows()).map(row -> row % 90).toArray();
        int[] ofQueries = Arrays.copyOf(groups, queries.rows());
        for (Exclusion exclusion : List.of(Exclusion.SELF, Exclusion.groups(ofQueries, groups))) {
            for (int k : new int[] {CudaSimilarity.MAX_K, CudaSimilarity.MAX_K + 1}) {
                TopK expected = CosineSimilarity.reference().topK(queries, rows, k, exclusion);
                TopK found = similarity.topK(queries, rows, k, exclusion);
                assertThat(found.rows()).as("k %d", k).isEqualTo(expected.rows());
                assertThat(found.similarities()).as("k %d", k).isEqualTo(expected.similarities());
            }
        }
    }

    @Test
    void useAfterCloseIsRefused() {
        similarity.close();
        Embeddings rows = rows(2, 3, 4);
        assertThatThrownBy(() -> similarity.matrix(rows, rows))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("cuda similarity is closed");
        assertThatThrownBy(() -> similarity.topK(rows, rows, 1, Exclusion.NONE))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("cuda similarity is closed");
    }
}
