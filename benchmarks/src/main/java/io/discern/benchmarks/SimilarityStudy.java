package io.discern.benchmarks;

import io.discern.Similarities;
import io.discern.analysis.fisher.TraceRatio;
import io.discern.analysis.geometry.Hubness;
import io.discern.analysis.neighbors.KnnAccuracy;
import io.discern.analysis.study.StoredRows;
import io.discern.analysis.study.Study;
import io.discern.analysis.study.StudyEncoder;
import io.discern.analysis.study.StudyResult;
import io.discern.analysis.study.StudyRow;
import io.discern.dataset.LabeledImages;
import io.discern.dataset.TableColumns;
import io.discern.similarity.CosineSimilarity;
import io.discern.store.Npy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * One study of stored rows (in ten classes, four of a group), whose neighbours and sums by class are found by one similarity after
 * another: what it takes, and whether every result is that of the search without one, to the last digit.
 */
public final class SimilarityStudy {
    private static final int DIM = 128;
    private static final int CLASSES = 10;
    private static final int GROUP = 4;

    private SimilarityStudy() {}

    /**
     * Runs it.
     *
     * @param args how many rows, 20,000 if not given; the similarities, java and onnx if not given
     */
    public static void main(String[] args) throws IOException {
        int rows = args.length == 0 ? 20_000 : Integer.parseInt(args[0]);
        List<String> names =
                args.length < 2 ? List.of("java", "onnx") : Arrays.asList(args).subList(1, args.length);
        Path folder = Files.createTempDirectory("similarity-study");
        Study study = study(folder, rows);
        List<StudyRow> expected = timed("none", rows, study, List.of());
        for (String name : names) {
            try (CosineSimilarity similarity = Similarities.open(name)) {
                timed(name, rows, study.withSimilarity(similarity), expected);
            }
        }
    }

    private static List<StudyRow> timed(String name, int rows, Study study, List<StudyRow> expected) {
        long start = System.nanoTime();
        StudyResult result = study.run();
        double seconds = (System.nanoTime() - start) / 1e9;
        long different =
                expected.stream().filter(row -> !result.rows().contains(row)).count();
        System.out.printf(
                "%-6s n = %d, d = %d: %.1f s, %d results, %d of them other than without a similarity%n",
                name, rows, DIM, seconds, result.rows().size(), different);
        return result.rows();
    }

    private static Study study(Path folder, int rows) throws IOException {
        SplittableRandom random = new SplittableRandom(1);
        float[] values = new float[rows * DIM];
        StringBuilder table = new StringBuilder("id,label,group\n");
        for (int row = 0; row < rows; row++) {
            int label = row / GROUP % CLASSES;
            table.append('i')
                    .append(row)
                    .append(",c")
                    .append(label)
                    .append(",g")
                    .append(row / GROUP)
                    .append('\n');
            for (int j = 0; j < DIM; j++) {
                double noise = random.nextDouble() + random.nextDouble() + random.nextDouble() - 1.5;
                values[row * DIM + j] = (float) (noise + (j % CLASSES == label ? 0.2 : 0));
            }
        }
        Path npy = folder.resolve("rows.npy");
        Path labels = folder.resolve("labels.csv");
        Npy.write(npy, values, rows, DIM);
        Files.writeString(labels, table);
        LabeledImages images = StoredRows.images(labels, TableColumns.STANDARD);
        return Study.of(List.of(StudyEncoder.of("rows", StoredRows.read("rows", npy, images))), List.of(images))
                .withoutOverlay()
                .withMaps(List.of())
                .withMetrics(List.of(KnnAccuracy.standard(), Hubness.standard(), new TraceRatio()));
    }
}
