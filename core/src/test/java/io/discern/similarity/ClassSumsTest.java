package io.discern.similarity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.discern.Embeddings;
import org.junit.jupiter.api.Test;

class ClassSumsTest {
    private static final Embeddings ROWS = Embeddings.ofRows(2, new float[] {1, 10, 2, 20, 4, 40, 8, 80});
    private static final double[] NONE = {};

    @Test
    void addsTheDeviationsOfEachClassAndTheirSquares() {
        ClassSums sums = ClassSums.reference(new ClassRows(
                ROWS, NONE, new int[] {3, 1, 0, 2}, new int[] {0, 1, 1, 0}, new double[] {1, 2, 3, 4}, 3));

        assertThat(sums.sums()).containsExactly(7 + 0, 78 + 8, -1 + 1, 16 + 36);
        assertThat(sums.squares()).containsExactly(49, 78 * 78 + 8 * 8, 1 + 1, 16 * 16 + 36 * 36);
    }

    @Test
    void dividesRowsByTheirLengths() {
        ClassSums sums = ClassSums.reference(
                new ClassRows(ROWS, new double[] {1, 2, 4, 3}, new int[] {0, 1, 2, 3}, new int[4], new double[2], 1));

        assertThat(sums.sums()).containsExactly(3 + 8 / 3.0, 30 + 80 / 3.0);
    }

    /** 1 and 2^-53 thrice: from the left each of them is lost, in pieces of two the last two are kept. */
    @Test
    void additionsGoPieceByPieceFromTheLeft() {
        float small = 0x1p-53f;
        Embeddings rows = Embeddings.ofRows(1, new float[] {1, small, small, small});
        int[] order = {0, 1, 2, 3};

        assertThat(sum(rows, order, 1)).isEqualTo(1);
        assertThat(sum(rows, order, 2)).isEqualTo(Math.nextUp(1.0));
        assertThat(sum(rows, new int[] {1, 2, 3, 0}, 1))
                .as("1.5 units in the last place, to even")
                .isEqualTo(1 + 0x1p-51);
    }

    private static double sum(Embeddings rows, int[] order, int pieces) {
        return ClassSums.reference(new ClassRows(rows, NONE, order, new int[4], new double[1], pieces))
                .sums()[0];
    }

    @Test
    void saysWhatDoesNotFit() {
        assertThatThrownBy(() -> new ClassRows(ROWS, NONE, new int[] {0, 1, 2, 2}, new int[4], new double[2], 1))
                .hasMessage("row 2 in the order; expected each of 0..3 once");
        assertThatThrownBy(() ->
                        new ClassRows(ROWS, NONE, new int[] {0, 1, 2, 3}, new int[] {0, 0, 1, 0}, new double[2], 1))
                .hasMessage("row 2 has label 1; expected 0..0");
        assertThatThrownBy(() -> new ClassRows(ROWS, NONE, new int[] {0, 1, 2}, new int[4], new double[2], 1))
                .hasMessageContaining("3 places, 4 labels and 0 lengths for 4 rows");
        assertThatThrownBy(() -> new ClassRows(ROWS, NONE, new int[] {0, 1, 2, 3}, new int[4], new double[3], 0))
                .hasMessageContaining("0 pieces, origins of 3 values");
    }
}
