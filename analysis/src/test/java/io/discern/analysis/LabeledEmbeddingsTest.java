package io.discern.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.discern.Embeddings;
import io.discern.analysis.internal.rows.CommonRows;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class LabeledEmbeddingsTest {

    @Test
    void knowsClassesSortedAndCounted() {
        LabeledEmbeddings data = Planted.labeled(new double[][] {{1}, {2}, {3}}, "nv", "mel", "nv");
        assertThat(data.classes()).containsExactly("mel", "nv");
        assertThat(data.classCount(1)).isEqualTo(2);
        assertThat(data.classIndices()).containsExactly(1, 0, 1);
        assertThat(data.grouped()).isFalse();
        assertThat(data.withGroups(List.of("p", "q", "p")).grouped()).isTrue();
        assertThat(data.withIds(List.of("x", "y", "z")).ids()).containsExactly("x", "y", "z");
        assertThat(data).hasToString("LabeledEmbeddings[3 x 1, 2 classes]");
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1e120})
    void namesThePlaceOfAValueThatIsNotUsable(double bad) {
        double[][] x = {{1, 2, 3}, {4, 5, bad}};
        assertThatThrownBy(() -> Planted.labeled(x, "a", "b"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("row 1, column 2 is " + bad);
    }

    @Test
    void refusesLabelsThatDoNotFit() {
        INDArray x = Nd4j.ones(DataType.FLOAT, 3, 2);
        assertThatThrownBy(() -> LabeledEmbeddings.of(x, List.of("a", "b")))
                .hasMessageContaining("2 labels for 3 rows");
        assertThatThrownBy(() -> LabeledEmbeddings.of(x, List.of("a", "", "b")))
                .hasMessageContaining("labels: row 1 has an empty one");
        assertThatThrownBy(() -> LabeledEmbeddings.of(x, List.of("a", "b", "b")).withGroups(List.of("p")))
                .hasMessageContaining("1 groups for 3 rows");
    }

    @Test
    void refusesWhatIsNotAMatrixOfFloatsOrDoubles() {
        assertThatThrownBy(() -> LabeledEmbeddings.of(Nd4j.ones(DataType.FLOAT, 3), List.of("a", "b", "b")))
                .hasMessageContaining("shape [3]; expected n x d");
        assertThatThrownBy(() -> LabeledEmbeddings.of(Nd4j.ones(DataType.INT32, 2, 2), List.of("a", "b")))
                .hasMessageContaining("type INT; expected FLOAT or DOUBLE");
        assertThatThrownBy(() -> LabeledEmbeddings.of(Embeddings.ofRows(3, new float[0]), List.of()))
                .hasMessageContaining("expected at least one row");
    }

    @Test
    void aRowMajorArrayIsUsedInPlaceAndStaysTheCallers() {
        INDArray x = Nd4j.create(new float[] {1, 2, 3, 4}, new long[] {2, 2}, 'c');
        LabeledEmbeddings data = LabeledEmbeddings.of(x, List.of("a", "b"));
        assertThat(data.array()).isSameAs(x);
        data.close();
        assertThat(x.wasClosed()).isFalse();
        x.close();
        assertThatThrownBy(() -> data.readRow(0, new double[2])).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void anyOtherArrayIsCopiedAndTheCopyFreed() {
        INDArray x = Nd4j.create(new float[] {1, 2, 3, 4, 5, 6}, new long[] {3, 2}, 'c');
        for (INDArray other : List.of(
                x.dup('f'), x.getRows(0, 1, 2), x.castTo(DataType.DOUBLE).dup('f'))) {
            LabeledEmbeddings data = LabeledEmbeddings.of(other, List.of("a", "b", "b"));
            double[] row = new double[2];
            data.readRow(1, row);
            assertThat(row).containsExactly(3, 4);
            data.close();
            data.close();
            assertThat(other.wasClosed()).isFalse();
        }
        LabeledEmbeddings view = LabeledEmbeddings.of(
                x.get(
                        org.nd4j.linalg.indexing.NDArrayIndex.interval(1, 3),
                        org.nd4j.linalg.indexing.NDArrayIndex.all()),
                List.of("a", "b"));
        double[] row = new double[2];
        view.readRow(1, row);
        assertThat(row).containsExactly(5, 6);
        assertThat(view.norm(0)).isEqualTo(5);
    }

    @Test
    void selectsRowsWithTheirLabelsAndGroups() {
        for (DataType type : List.of(DataType.FLOAT, DataType.DOUBLE)) {
            LabeledEmbeddings data = LabeledEmbeddings.of(
                            Nd4j.create(new float[] {1, 2, 3, 4, 0, 0}, new long[] {3, 2}, 'c')
                                    .castTo(type),
                            List.of("a", "b", "c"))
                    .withGroups(List.of("p", "q", "p"));
            assertThat(data.zeroRows()).containsExactly(2);
            try (LabeledEmbeddings some = data.select(1, 0)) {
                double[] row = new double[2];
                some.readRow(0, row);
                assertThat(row).containsExactly(3, 4);
                assertThat(some.labels()).containsExactly("b", "a");
                assertThat(some.groups()).containsExactly("q", "p");
            }
            assertThatThrownBy(() -> data.select()).hasMessageContaining("0 rows selected");
        }
    }

    @Test
    void anAbsentValueNeedsAReason() {
        LabeledEmbeddings data = Planted.labeled(new double[][] {{1}, {2}}, "a", "b");
        ResultKey key = ResultKey.of("m", "v");
        assertThatThrownBy(() -> MetricResult.absent(key, " ", data, 1)).hasMessageContaining("expected the reason");
        assertThatThrownBy(() -> MetricResult.of(key, Double.NaN, data, 1)).hasMessageContaining("value is NaN");
    }

    @Test
    void whoeverSharesACopyClosesItInAnyOrder() {
        Embeddings rows = Embeddings.ofRows(1, new float[] {1, 2, 3, 4});
        LabeledEmbeddings first = LabeledEmbeddings.of(rows, List.of("a", "a", "b", "b"));
        INDArray copy = first.array();
        LabeledEmbeddings grouped = first.withGroups(List.of("g", "g", "h", "h"));
        LabeledEmbeddings named = grouped.withIds(List.of("w", "x", "y", "z"));
        first.close();
        first.close();
        double[] row = new double[1];
        grouped.readRow(3, row);
        assertThat(row).containsExactly(4);
        assertThat(named.groups()).isEqualTo(grouped.groups());
        LabeledEmbeddings selected = named.select(2, 1);
        named.close();
        assertThat(copy.wasClosed()).isFalse();
        grouped.close();
        selected.readRow(0, row);
        assertThat(row).containsExactly(3);
        selected.close();
        assertThat(copy.wasClosed()).isTrue();
        assertThatThrownBy(() -> first.withIds(List.of("1", "2", "3", "4"))).hasMessageContaining("are closed");
    }

    @Test
    void aRefusedCopyOfTheNamesCostsNoOwner() {
        LabeledEmbeddings data = LabeledEmbeddings.of(Embeddings.ofRows(1, new float[] {1, 2}), List.of("a", "b"));
        INDArray copy = data.array();
        assertThatThrownBy(() -> data.withGroups(List.of("g"))).hasMessageContaining("1 groups for 2 rows");
        data.close();
        assertThat(copy.wasClosed()).isTrue();
    }

    @Test
    void theCallersArrayIsNeverClosed() {
        try (INDArray mine = Nd4j.create(new float[][] {{1}, {2}})) {
            LabeledEmbeddings data = LabeledEmbeddings.of(mine, List.of("a", "b"), List.of("g", "h"));
            data.withIds(List.of("x", "y")).close();
            data.close();
            assertThat(mine.wasClosed()).isFalse();
        }
    }

    @Test
    void rowsInCommonAreFoundByIdAndHaveADirectionInAll() {
        Embeddings a = Embeddings.ofRows(1, new float[] {1, 0, 3, 4}).withIds(List.of("p", "q", "r", "s"));
        Embeddings b = Embeddings.ofRows(1, new float[] {9, 8, 0, 7}).withIds(List.of("s", "q", "r", "t"));
        CommonRows common = CommonRows.of(List.of(CommonRows.of(a), CommonRows.of(b)));
        assertThat(common.rows().get(0)).containsExactly(3);
        assertThat(common.rows().get(1)).containsExactly(0);
        assertThat(common.common()).isEqualTo(3);
        assertThat(common.zeros()).isEqualTo(2);
    }

    @Test
    void selectedRowsReadAsTheyDoAmongAll() {
        Embeddings far =
                Embeddings.ofRows(1, new float[] {3e12f, 1e12f}); // their largest values differ by a power of two
        try (LabeledEmbeddings data = LabeledEmbeddings.of(far, List.of("a", "b"), List.of("1", "2"));
                LabeledEmbeddings second = data.select(1)) {
            double[] among = new double[1];
            data.readRow(1, among);
            double[] alone = new double[1];
            second.readRow(0, alone);
            assertThat(alone).isEqualTo(among);
            assertThat(second.scale()).isEqualTo(data.scale());
        }
    }
}
