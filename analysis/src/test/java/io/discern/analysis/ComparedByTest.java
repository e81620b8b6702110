package io.discern.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.discern.Embeddings;
import io.discern.EncoderException;
import io.discern.analysis.neighbors.NearestNeighbors;
import io.discern.analysis.study.StandardMetrics;
import io.discern.similarity.ClassRows;
import io.discern.similarity.ClassSums;
import io.discern.similarity.CosineSimilarity;
import io.discern.similarity.TopK;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Whoever compares the rows, the results are the same to the last digit. */
class ComparedByTest {
    private static final int ROWS = 60;
    private static final int DIM = 12;

    /** What makes rows hard to tell apart. */
    enum Kind {
        RANDOM,
        COPIES,
        NEAR_COPIES,
        DOUBLES,
        /** More than a search lists beyond those that it is asked for. */
        MANY_NEAR_COPIES
    }

    /** Three classes, groups of up to three rows that span none, a few zero rows. */
    private static LabeledEmbeddings rows(Kind kind) {
        SplittableRandom random = new SplittableRandom(kind.ordinal());
        double[][] values = new double[ROWS][DIM];
        List<String> labels = new ArrayList<>();
        List<String> groups = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            labels.add("class " + i / 3 % 3);
            groups.add("patient " + i / 3);
            for (int j = 0; j < DIM && i % 50 != 7; j++) {
                values[i][j] = random.nextDouble(-1, 1) + (j == i / 3 % 3 ? 0.7 : 0);
            }
            int copy = i % (kind == Kind.MANY_NEAR_COPIES ? 30 : 5);
            if (copy > 0 && kind != Kind.RANDOM && kind != Kind.DOUBLES) {
                values[i] = values[i - copy].clone();
                values[i][i % DIM] *= kind == Kind.COPIES ? 1 : 1 + copy * 0x1p-23;
            }
        }
        INDArray array = Nd4j.createFromArray(values);
        return LabeledEmbeddings.of(
                        kind == Kind.DOUBLES ? array : array.castTo(org.nd4j.linalg.api.buffer.DataType.FLOAT), labels)
                .withGroups(groups);
    }

    @ParameterizedTest
    @EnumSource
    void neighboursAreTheSame(Kind kind) {
        LabeledEmbeddings data = rows(kind);
        for (CosineSimilarity similarity : List.of(CosineSimilarity.reference(), new FloatSimilarity())) {
            LabeledEmbeddings compared = data.comparedBy(similarity);
            for (int k : new int[] {1, 5, 40, 200}) {
                assertSame(NearestNeighbors.leaveOneOut(compared, k), NearestNeighbors.leaveOneOut(data, k));
                assertSame(NearestNeighbors.leaveGroupOut(compared, k), NearestNeighbors.leaveGroupOut(data, k));
                int[] none = new int[ROWS];
                int[] one = IntStream.generate(() -> 1).limit(ROWS).toArray();
                assertSame(
                        NearestNeighbors.find(compared, none, compared, one, k),
                        NearestNeighbors.find(data, none, data, one, k));
            }
        }
    }

    private static void assertSame(NearestNeighbors found, NearestNeighbors expected) {
        for (int query = 0; query < expected.queries(); query++) {
            assertThat(found.found(query)).isEqualTo(expected.found(query));
            for (int rank = 0; rank < expected.found(query); rank++) {
                assertThat(found.row(query, rank)).isEqualTo(expected.row(query, rank));
                assertThat(found.similarity(query, rank)).isEqualTo(expected.similarity(query, rank));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"RANDOM", "NEAR_COPIES", "DOUBLES"})
    void everyMetricGivesTheSame(Kind kind) {
        LabeledEmbeddings data = rows(kind);
        Asked asked = new Asked();
        LabeledEmbeddings compared = data.comparedBy(asked);
        for (Metric metric : StandardMetrics.all()) {
            assertThat(metric.measure(compared, 3).stream().map(Object::toString))
                    .as(metric.getClass().getSimpleName())
                    .containsExactlyElementsOf(metric.measure(data, 3).stream()
                            .map(Object::toString)
                            .toList());
        }
        assertThat(asked.searches).isPositive();
        assertThat(asked.rankings).isPositive();
        assertThat(asked.sums > 0).as("rows in double are summed here").isEqualTo(kind != Kind.DOUBLES);
        // those in double are measured without the zero rows only
        assertThat(asked.heldOfWhole)
                .as("how often all rows were sent to stay")
                .isEqualTo(kind == Kind.DOUBLES ? 0 : 1);
        compared.close();
        assertThat(asked.held).as("what is still kept when the rows are closed").isZero();
    }

    @Test
    void rowsStayWithTheSimilarityUntilTheLastWhoSharesThemIsClosed() {
        Asked asked = new Asked();
        LabeledEmbeddings data = rows(Kind.RANDOM);
        LabeledEmbeddings compared = data.comparedBy(asked);
        LabeledEmbeddings shared = compared.withIds(data.ids());
        assertThat(asked.held).as("before the first use").isZero();
        assertThat(shared.floats()).isSameAs(compared.floats());
        compared.close();
        assertThat(asked.held).isEqualTo(1);
        assertThatThrownBy(() -> shared.withIds(List.of("one"))).isInstanceOf(IllegalArgumentException.class);
        shared.close();
        shared.close();
        assertThat(asked.held).isZero();
    }

    @Test
    void embeddingsAreGivenInTheirOwnArrayUnlessTheyReadOtherwise() {
        for (float factor : new float[] {1, 0x1p40f}) {
            SplittableRandom random = new SplittableRandom(9);
            float[] values = new float[60 * DIM];
            for (int i = 0; i < values.length; i++) {
                values[i] = factor * (float) random.nextDouble(-1, 1);
            }
            Embeddings rows = Embeddings.ofRows(DIM, values);
            List<String> labels =
                    IntStream.range(0, 60).mapToObj(row -> "c" + row % 3).toList();
            try (LabeledEmbeddings data = LabeledEmbeddings.of(rows, labels);
                    LabeledEmbeddings compared = data.withGroups(labels).comparedBy(CosineSimilarity.reference())) {
                float[] given = compared.floats().values();
                assertThat(given == values).as("times %s", factor).isEqualTo(factor == 1);
                double[] read = new double[DIM];
                for (int row = 0; row < 60; row++) {
                    data.readRow(row, read);
                    for (int j = 0; j < DIM; j++) {
                        assertThat(given[row * DIM + j]).isEqualTo((float) read[j]);
                    }
                }
            }
        }
    }

    @Test
    void rowsThatDoNotFitAreSentEveryTime() {
        CosineSimilarity full = new Asked() {
            @Override
            public Held hold(Embeddings rows) {
                throw new EncoderException("no memory left");
            }
        };
        LabeledEmbeddings data = rows(Kind.RANDOM);
        LabeledEmbeddings compared = data.comparedBy(full);
        assertSame(NearestNeighbors.leaveOneOut(compared, 5), NearestNeighbors.leaveOneOut(data, 5));
        compared.close();
    }

    /** The reference, with a record of what it was asked for. */
    private static class Asked implements CosineSimilarity {
        private int held;
        private int heldOfWhole;
        private int searches;
        private int rankings;
        private int sums;

        @Override
        public float[] matrix(Embeddings queries, Embeddings bank) {
            return CosineSimilarity.reference().matrix(queries, bank);
        }

        @Override
        public void tiles(Embeddings queries, Embeddings bank, int tileRows, TileConsumer consumer) {
            rankings++;
            CosineSimilarity.reference().tiles(queries, bank, tileRows, consumer);
        }

        @Override
        public TopK topK(Embeddings queries, Embeddings bank, int k, Exclusion exclusion) {
            searches++;
            return CosineSimilarity.reference().topK(queries, bank, k, exclusion);
        }

        @Override
        public Held hold(Embeddings rows) {
            held++;
            heldOfWhole += rows.rows() == ROWS ? 1 : 0;
            return () -> held--;
        }

        @Override
        public ClassSums classSums(ClassRows rows) {
            sums++;
            return ClassSums.reference(rows);
        }
    }

    @Test
    void aSimilarityThatCannotExcludeGroupsSaysSo() {
        CosineSimilarity ungrouped = new CosineSimilarity() {
            @Override
            public float[] matrix(Embeddings queries, Embeddings bank) {
                throw new AssertionError();
            }

            @Override
            public void tiles(Embeddings queries, Embeddings bank, int tileRows, TileConsumer consumer) {
                throw new AssertionError();
            }

            @Override
            public TopK topK(Embeddings queries, Embeddings bank, int k, Exclusion exclusion) {
                return CosineSimilarity.reference().topK(queries, bank, k, exclusion);
            }

            @Override
            public boolean excludesGroups() {
                return false;
            }
        };
        LabeledEmbeddings data = rows(Kind.RANDOM).comparedBy(ungrouped);
        assertThat(NearestNeighbors.leaveOneOut(data, 3).queries()).isEqualTo(ROWS);
        assertThatThrownBy(() -> NearestNeighbors.leaveGroupOut(data, 3))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("cannot leave out a query's own group")
                .hasMessageContaining("java, onnx or cuda");
    }
}
