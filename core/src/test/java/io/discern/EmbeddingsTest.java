package io.discern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class EmbeddingsTest {

    @Test
    void sizesMustAgree() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Embeddings.of(List.of("a", "b"), 3, new float[5]))
                .withMessage("5 values; expected 2 ids x 3 components = 6");
    }

    @Test
    void idsAreUnique() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Embeddings.of(List.of("a", "a"), 1, new float[2]))
                .withMessageContaining("'a' occurs twice");
    }

    @Test
    void unitRowsHaveLengthOneAndZeroRowsStayZero() {
        Embeddings unit = Embeddings.ofRows(2, new float[] {3, 4, 0, 0, 1e-30f, 0, 3e38f, 3e38f})
                .unitRows();
        assertThat(unit.row(0)).containsExactly(0.6f, 0.8f);
        assertThat(unit.row(1)).containsExactly(0, 0);
        assertThat(unit.row(2)).containsExactly(1, 0);
        assertThat(unit.row(3)).containsExactly(0.70710677f, 0.70710677f);
    }

    @Test
    void selectedRowsKeepTheirIds() {
        Embeddings rows = Embeddings.of(List.of("a", "b", "c"), 1, new float[] {1, 2, 3});
        Embeddings selected = rows.select(2, 0);
        assertThat(selected.ids()).containsExactly("c", "a");
        assertThat(selected.values()).containsExactly(3, 1);
    }

    @Test
    void printsItsShapeOnly() {
        assertThat(Embeddings.ofRows(4, new float[8])).hasToString("Embeddings[2 x 4 float32]");
    }
}
