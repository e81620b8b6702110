package io.discern.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import io.discern.Embeddings;
import io.discern.analysis.LabeledEmbeddings;
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
import java.util.stream.IntStream;
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

    @Test
    void rowsOfSeveralMeasuresAreSentOnce() {
        SplittableRandom random = new SplittableRandom(5);
        float[] values = new float[ROWS * 64];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble(-1, 1);
        }
        List<String> labels =
                IntStream.range(0, ROWS).mapToObj(row -> "c" + row % 3).toList();
        HostEngine engine = HostEngine.open(HostEngine.ThreadOrder.SHUFFLED, 24 << 20, 3 << 20);
        try (CosineSimilarity cuda = new CudaSimilarity(List.of(engine), Precision.FLOAT32);
                LabeledEmbeddings data = LabeledEmbeddings.of(Embeddings.ofRows(64, values), labels);
                LabeledEmbeddings compared = data.comparedBy(cuda)) {
            KnnAccuracy.standard().measure(compared, 1);
            long before = engine.uploaded();
            assertThat(before).as("bytes of the first measure").isGreaterThan(4L * values.length);
            new TraceRatio().measure(compared, 1);
            ClassRetrieval.standard().measure(compared, 1);
            Hubness.standard().measure(compared, 1);
            assertThat(engine.uploaded() - before)
                    .as("bytes of three other measures")
                    .isLessThan(4L * values.length);
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
