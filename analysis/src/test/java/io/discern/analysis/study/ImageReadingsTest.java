package io.discern.analysis.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.discern.Embeddings;
import io.discern.LogitRule;
import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.Metric;
import io.discern.analysis.Results;
import io.discern.analysis.neighbors.KnnAccuracy;
import io.discern.analysis.neighbors.Score;
import io.discern.analysis.report.ImageReport;
import io.discern.analysis.zeroshot.Ensembling;
import io.discern.analysis.zeroshot.PromptEmbeddings;
import io.discern.analysis.zeroshot.ZeroShot;
import io.discern.store.Table;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageReadingsTest {
    private static final int ROWS = 60;
    private static final int DIM = 4;

    @TempDir
    Path folder;

    /** Three classes that overlap, two rows a group, one row without direction. */
    private static float[][] rows() {
        Random random = new Random(5);
        float[][] rows = new float[ROWS][DIM];
        for (int row = 0; row < ROWS; row++) {
            for (int j = 0; j < DIM; j++) {
                rows[row][j] = (float) random.nextGaussian() + (j == row % 3 ? 1 : 0);
            }
        }
        Arrays.fill(rows[7], 0);
        return rows;
    }

    private static LabeledEmbeddings data(float[][] rows) {
        float[] values = new float[ROWS * DIM];
        IntStream.range(0, ROWS).forEach(row -> System.arraycopy(rows[row], 0, values, row * DIM, DIM));
        List<String> ids = IntStream.range(0, ROWS).mapToObj(row -> "i" + row).toList();
        List<String> labels =
                IntStream.range(0, ROWS).mapToObj(row -> "c" + row % 3).toList();
        List<String> groups = IntStream.range(0, ROWS)
                .mapToObj(row -> "g" + row / 6 + "," + row % 3)
                .toList();
        return LabeledEmbeddings.of(Embeddings.of(ids, DIM, values), labels, groups);
    }

    private static double cosine(float[] a, float[] b) {
        double dot = 0;
        double aa = 0;
        double bb = 0;
        for (int j = 0; j < DIM; j++) {
            dot += (double) a[j] * b[j];
            aa += (double) a[j] * a[j];
            bb += (double) b[j] * b[j];
        }
        return dot / Math.sqrt(aa * bb);
    }

    private static double share(List<ImageReading> readings) {
        return readings.stream()
                .mapToInt(reading -> reading.correct() ? 1 : 0)
                .average()
                .orElseThrow();
    }

    @Test
    void theNearestImagesOfOtherGroupsVoteAsInTheMetric() {
        float[][] rows = rows();
        try (LabeledEmbeddings data = data(rows)) {
            List<ImageReading> readings = new ImageReadings("e", "d", data).byNeighbours();
            assertThat(readings)
                    .hasSize(ROWS - 1)
                    .extracting(reading -> reading.image().id())
                    .doesNotContain("i7");
            for (ImageReading reading : readings) {
                int row = Integer.parseInt(reading.image().id().substring(1));
                List<Integer> nearest = IntStream.range(0, ROWS)
                        .filter(other -> other != 7
                                && !data.groups()
                                        .get(other)
                                        .equals(data.groups().get(row)))
                        .boxed()
                        .sorted(Comparator.comparingDouble(other -> -cosine(rows[row], rows[other])))
                        .limit(5)
                        .toList();
                assertThat(reading.nearest())
                        .extracting(ImageReading.Neighbour::id)
                        .containsExactlyElementsOf(
                                nearest.stream().map(other -> "i" + other).toList());
                assertThat(reading.nearest().get(0).cosine())
                        .isCloseTo(cosine(rows[row], rows[nearest.get(0)]), within(1e-12));
                int[] votes = new int[3];
                nearest.forEach(other -> votes[other % 3]++);
                int best = Arrays.stream(votes).max().orElseThrow();
                assertThat(votes[reading.prediction().charAt(1) - '0']).isEqualTo(best);
                int own = votes[row % 3];
                votes[row % 3] = 0;
                assertThat(reading.margin())
                        .isCloseTo((own - Arrays.stream(votes).max().orElseThrow()) / 5.0, within(1e-12));
            }
            Metric knn = KnnAccuracy.of(ImageReading.K);
            Results measured = Results.of(knn.measure(data, 1));
            assertThat(measured.get(KnnAccuracy.Key.leaveGroupOut(ImageReading.K, Score.MICRO))
                            .value())
                    .hasValue(share(readings));
        }
    }

    @Test
    void theNearestTextsSpeakAsInTheMetricAndAllIsOneTable() throws IOException {
        try (LabeledEmbeddings data = data(rows())) {
            float[] prompts = {1, 0, 0, 0, 2, .5f, 0, 0, 0, 1, 0, .1f, 0, 0, 1, 0};
            PromptEmbeddings texts = PromptEmbeddings.of(
                    Embeddings.ofRows(DIM, prompts),
                    List.of("c0", "c0", "c1", "c2"),
                    List.of("zero", "a zero", "one", "two"));
            ImageReadings images = new ImageReadings("e", "d", data);
            List<ImageReading> readings = images.byTexts(texts);
            Results measured =
                    Results.of(ZeroShot.of(texts, new LogitRule(OptionalDouble.empty(), OptionalDouble.empty()))
                            .measure(data, 1));
            assertThat(measured.get(ZeroShot.Key.of(Ensembling.NORMALIZE_THEN_MEAN, ZeroShot.Score.MICRO))
                            .value())
                    .hasValue(share(readings));
            assertThat(readings).allMatch(reading -> reading.correct() ? reading.margin() >= 0 : reading.margin() <= 0);

            List<ImageReading> all = new ArrayList<>(images.byNeighbours());
            all.addAll(readings);
            ImageReport.write(new StudyResult.Builder(1).readings(all).build(), folder.resolve("per_image.csv"));
            Table table = Table.read(folder.resolve("per_image.csv"));
            assertThat(table.columns()).isEqualTo(ImageReport.columns());
            assertThat(table.rows()).isEqualTo(2 * (ROWS - 1));
            assertThat(table.values("reader")).containsOnly(ImageReading.NEIGHBOURS, ImageReading.TEXTS);
            assertThat(table.values("correct").stream().filter("1"::equals).count())
                    .isEqualTo(all.stream().filter(ImageReading::correct).count());
            assertThat(table.values("nearest_5").get(0))
                    .isEqualTo(all.get(0).nearest().get(4).id());
            assertThat(table.values("nearest_1").get(ROWS)).isEmpty();
        }
    }
}
