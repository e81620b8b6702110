package io.discern.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.discern.Similarities;
import io.discern.analysis.fisher.TraceRatio;
import io.discern.analysis.geometry.Hubness;
import io.discern.analysis.geometry.Silhouette;
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
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A study compared by any provider of similarity gives the results of one compared by none. */
class SimilarityStudyTest {
    private static final int ROWS = 150;
    private static final int DIM = 24;

    @TempDir
    static Path folder;

    private static Study study;
    private static List<StudyRow> without;

    /** Three classes in groups of five rows, every tenth a copy of another: equal cosines are ties that every provider breaks alike. */
    @BeforeAll
    static void write() throws IOException {
        SplittableRandom random = new SplittableRandom(4);
        float[] values = new float[ROWS * DIM];
        StringBuilder table = new StringBuilder("id,label,group\n");
        for (int row = 0; row < ROWS; row++) {
            int label = row / 5 % 3;
            table.append("i%d,c%d,g%d%n".formatted(row, label, row / 5));
            for (int j = 0; j < DIM; j++) {
                boolean copied = row % 10 == 5;
                values[row * DIM + j] = copied
                        ? values[(row - 5) * DIM + j]
                        : (float) (random.nextDouble() - 0.5 + 0.1 * (j % 3 == label ? 1 : 0));
            }
        }
        Path npy = folder.resolve("rows.npy");
        Path labels = folder.resolve("labels.csv");
        Npy.write(npy, values, ROWS, DIM);
        Files.writeString(labels, table);
        LabeledImages images = StoredRows.images(labels, TableColumns.STANDARD);
        study = Study.of(List.of(StudyEncoder.of("rows", StoredRows.read("rows", npy, images))), List.of(images))
                .withoutOverlay()
                .withMaps(List.of())
                .withMetrics(List.of(
                        new TraceRatio(),
                        KnnAccuracy.standard(),
                        ClassRetrieval.standard(),
                        Hubness.standard(),
                        new Silhouette()));
        without = study.run().rows();
    }

    @ParameterizedTest
    @ValueSource(strings = {"java", "blas", "onnx", "djl"})
    void resultsAreEqualToTheLastDigit(String provider) {
        assertThat(without).hasSizeGreaterThan(30);
        try (CosineSimilarity similarity = Similarities.open(provider)) {
            assertThat(study.withSimilarity(similarity).run().rows()).isEqualTo(without);
        }
    }

    @Test
    void theProviderIsAsked() {
        AtomicInteger asked = new AtomicInteger();
        CosineSimilarity reference = CosineSimilarity.reference();
        CosineSimilarity counting = (CosineSimilarity) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {CosineSimilarity.class}, (proxy, method, arguments) -> {
                    asked.addAndGet(method.getName().equals("topK") ? 1 : 0);
                    return method.invoke(reference, arguments);
                });
        study.withSimilarity(counting).run();
        assertThat(asked).hasPositiveValue();
    }
}
