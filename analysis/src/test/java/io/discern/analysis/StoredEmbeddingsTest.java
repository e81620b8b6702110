package io.discern.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.discern.dataset.TableColumns;
import io.discern.store.Npy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredEmbeddingsTest {
    @TempDir
    Path folder;

    private Path npy;
    private Path table;

    @BeforeEach
    void files() throws IOException {
        npy = folder.resolve("e.npy");
        table = folder.resolve("labels.csv");
        Npy.write(npy, new float[] {1, 2, 3, 4, Float.NaN, 6, 7, 8}, 4, 2);
        Files.writeString(table, "label,dx,patient,part\na,x,p1,Training\nb,y,p1,test_set\na,y,p2,test\nb,x,,\n");
    }

    @Test
    void aMatrixAndATableAreEnough() throws IOException {
        try (StoredEmbeddings stored = StoredEmbeddings.read(npy, table)) {
            assertThat(stored.rows().labels()).containsExactly("a", "b", "b");
            assertThat(stored.rows().ids()).containsExactly("0", "1", "3");
            assertThat(stored.rows().grouped()).isFalse();
            double[] row = new double[2];
            stored.rows().readRow(2, row);
            assertThat(row).containsExactly(7, 8);
            assertThat(stored.failures()).singleElement().satisfies(failure -> {
                assertThat(failure.path()).isEqualTo(npy + "#2");
                assertThat(failure.reason()).isEqualTo("embedding has NaN at component 0; expected finite values");
            });
        }
    }

    @Test
    void otherColumnsHoldClassGroupAndSplit() throws IOException {
        try (StoredEmbeddings stored = StoredEmbeddings.read(
                npy,
                table,
                TableColumns.STANDARD.withLabel("dx").withGroup("patient").withSplit("part"))) {
            assertThat(stored.rows().labels()).containsExactly("x", "y", "x");
            assertThat(stored.rows().groups()).containsExactly("p1", "p1", "row 3");
            assertThat(stored.rows().grouped()).isTrue();
            assertThat(stored.rows().splits()).containsExactly("train", "test", "");
            assertThat(stored.rows().trainAndTest()).isTrue();
        }
    }

    @Test
    void whatDoesNotFitIsNamed() throws IOException {
        assertThatThrownBy(() -> StoredEmbeddings.read(npy, table, TableColumns.STANDARD.withLabel("diagnosis")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("labels.csv")
                .hasMessageContaining("diagnosis");
        assertThatThrownBy(() -> StoredEmbeddings.read(npy, table, TableColumns.STANDARD.withSplit("fold")))
                .hasMessageContaining("fold");
        Files.writeString(table, "label\na\nb\n");
        assertThatThrownBy(() -> StoredEmbeddings.read(npy, table))
                .hasMessageContaining("labels.csv: 2 rows but " + npy + " has 4 embeddings");
        Npy.write(npy, new float[] {1, 2}, 2);
        assertThatThrownBy(() -> StoredEmbeddings.read(npy, table)).hasMessageContaining("expected a matrix");
        Npy.write(npy, new float[] {Float.NaN, Float.NaN}, 2, 1);
        assertThatThrownBy(() -> StoredEmbeddings.read(npy, table))
                .hasMessageContaining("no embedding has finite values only; the first: embedding has NaN");
    }
}
