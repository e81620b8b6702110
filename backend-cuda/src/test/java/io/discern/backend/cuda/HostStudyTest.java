package io.discern.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import io.discern.analysis.fisher.TraceRatio;
import io.discern.analysis.geometry.Hubness;
import io.discern.analysis.neighbors.KnnAccuracy;
import io.discern.analysis.retrieval.ClassRetrieval;
import io.discern.analysis.study.StoredRows;
import io.discern.analysis.study.Study;
import io.discern.analysis.study.StudyEncoder;
import io.discern.analysis.study.StudyRow;
import io.discern.dataset.LabeledImages;
import io.discern.dataset.TableColumns;
import io.discern.similarity.CosineSimilarity;
import io.discern.store.Npy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A study whose neighbours, rankings and sums by class the kernels find, in their host build, has the results of one without them. */
class HostStudyTest {
    private static final int ROWS = 120;
    private static final int DIM = 24;

    @TempDir
    Path folder;

    @Test
    void resultsAreEqualToTheLastDigit() throws IOException {
        Study study = study();
        List<StudyRow> without = study.run().rows();
        assertThat(without).hasSizeGreaterThan(30);
        Engine engine = HostEngine.open(HostEngine.ThreadOrder.SHUFFLED, 24 << 20, 3 << 20);
        try (CosineSimilarity cuda = new CudaSimilarity(List.of(engine), Precision.FLOAT32)) {
            assertThat(study.withSimilarity(cuda).run().rows()).isEqualTo(without);
        }
    }

    /** Three classes in groups of five rows, every tenth a copy of another: equal cosines are ties. */
    private Study study() throws IOException {
        SplittableRandom random = new SplittableRandom(4);
        float[] values = new float[ROWS * DIM];
        StringBuilder table = new StringBuilder("id,label,group\n");
        for (int row = 0; row < ROWS; row++) {
            int label = row / 5 % 3;
            table.append("i%d,c%d,g%d%n".formatted(row, label, row / 5));
            for (int j = 0; j < DIM; j++) {
                values[row * DIM + j] = row % 10 == 5
                        ? values[(row - 5) * DIM + j]
                        : (float) (random.nextDouble() - 0.5 + 0.1 * (j % 3 == label ? 1 : 0));
            }
        }
        Path npy = folder.resolve("rows.npy");
        Path labels = folder.resolve("labels.csv");
        Npy.write(npy, values, ROWS, DIM);
        Files.writeString(labels, table);
        LabeledImages images = StoredRows.images(labels, TableColumns.STANDARD);
        return Study.of(List.of(StudyEncoder.of("rows", StoredRows.read("rows", npy, images))), List.of(images))
                .withoutOverlay()
                .withMaps(List.of())
                .withMetrics(List.of(
                        new TraceRatio(), KnnAccuracy.standard(), ClassRetrieval.standard(), Hubness.standard()));
    }
}
