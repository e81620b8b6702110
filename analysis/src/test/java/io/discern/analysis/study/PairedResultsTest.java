package io.discern.analysis.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.discern.analysis.Headline;
import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.Metric;
import io.discern.analysis.MetricResult;
import io.discern.analysis.Planted;
import io.discern.analysis.Results;
import io.discern.analysis.fisher.TraceRatio;
import io.discern.analysis.geometry.Silhouette;
import io.discern.analysis.neighbors.KnnAccuracy;
import io.discern.analysis.probe.LinearProbe;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PairedResultsTest {
    private static final int CLASSES = 3;

    /** Two encoders that see the same 36 groups of two rows: what they share, and noise of their own. */
    private static LabeledEmbeddings[] pair(double advantage, SplittableRandom random) {
        int rows = 72;
        double[][][] x = new double[2][rows][6];
        List<String> labels = new ArrayList<>();
        List<String> groups = new ArrayList<>();
        double[][] ofGroup = new double[rows / 2][6];
        for (double[] row : ofGroup) {
            IntStream.range(0, 6).forEach(j -> row[j] = Planted.gaussian(random));
        }
        for (int i = 0; i < rows; i++) {
            int label = i / 2 % CLASSES;
            labels.add("c" + label);
            groups.add("g" + i / 2);
            for (int j = 0; j < 6; j++) {
                double shared = 0.7 * ofGroup[i / 2][j] + 0.5 * Planted.gaussian(random);
                for (int e = 0; e < 2; e++) {
                    double distance = 1.5 + (e == 0 ? advantage : 0);
                    x[e][i][j] = shared + 0.6 * Planted.gaussian(random) + (j == label ? distance : 0);
                }
            }
        }
        return new LabeledEmbeddings[] {
            LabeledEmbeddings.of(Planted.array(x[0]), labels).withGroups(groups),
            LabeledEmbeddings.of(Planted.array(x[1]), labels).withGroups(groups)
        };
    }

    private static List<StudyRow> rows(Metric metric, LabeledEmbeddings[] pair) {
        List<Headline> headlines = Stream.concat(
                        metric.headlines().stream(), StandardMetrics.comparedBesides().stream())
                .toList();
        Results a = Results.of(metric.measure(pair[0], 1));
        Results b = Results.of(metric.measure(pair[1], 1));
        return new PairedResults(
                        headlines, (encoder, dataset) -> encoder.equals("a") ? a : b, List.of("a", "b"), List.of())
                .rows(List.of("data"));
    }

    private static MetricResult only(List<StudyRow> rows, ComparedKey.Statistic statistic) {
        return rows.stream()
                .map(StudyRow::result)
                .filter(result -> ((ComparedKey) result.key()).statistic().equals(Optional.ofNullable(statistic)))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void differencesOfEqualEncodersAreFoundOneTimeInTwenty() {
        for (Metric metric : List.of(new TraceRatio(), KnnAccuracy.of(5), new Silhouette())) {
            int runs = 100;
            int found = 0;
            SplittableRandom random = new SplittableRandom(11);
            for (int run = 0; run < runs; run++) {
                found += only(rows(metric, pair(0, random)), ComparedKey.Statistic.P)
                                        .value()
                                        .orElseThrow()
                                <= 0.05
                        ? 1
                        : 0;
            }
            // Below 0.05 + two binomial errors.
            assertThat(found / (double) runs)
                    .as(metric.getClass().getSimpleName())
                    .isBetween(0.0, 0.093);
        }
    }

    @Test
    void anAdvantageIsFoundAndItsSignIsThatOfTheFirst() {
        SplittableRandom random = new SplittableRandom(2);
        for (Metric metric : List.of(new TraceRatio(), KnnAccuracy.of(5), new Silhouette(), LinearProbe.ridge())) {
            LabeledEmbeddings[] pair = pair(3, random);
            List<StudyRow> rows = rows(metric, pair);
            MetricResult difference = only(rows, null);
            assertThat(difference.value().orElseThrow()).isPositive();
            assertThat(difference.ciLow().orElseThrow())
                    .as(difference.toString())
                    .isPositive();
            assertThat(only(rows, ComparedKey.Statistic.HOLM).value().orElseThrow())
                    .isCloseTo(only(rows, ComparedKey.Statistic.P).value().orElseThrow(), within(1e-15));
        }
    }

    @Test
    void anEncoderAgainstItselfHasNoIntervalAndNoStar() {
        LabeledEmbeddings[] pair = pair(0, new SplittableRandom(1));
        List<StudyRow> rows = rows(new Silhouette(), new LabeledEmbeddings[] {pair[0], pair[0]});
        assertThat(only(rows, null).interval()).isEmpty();
        assertThat(only(rows, ComparedKey.Statistic.P).value()).hasValue(1);
    }

    /** As one model in two engines, the second a hair better in every row. */
    @Test
    void whatFloat32RoundsIsNoDifference() {
        LabeledEmbeddings[] pair = pair(0, new SplittableRandom(1));
        double[][] nearly = new double[pair[0].rows()][pair[0].dim()];
        for (int row = 0; row < nearly.length; row++) {
            pair[0].readRow(row, nearly[row]);
            nearly[row][pair[0].classIndices()[row]] += 1e-6;
        }
        LabeledEmbeddings better = LabeledEmbeddings.of(Planted.array(nearly), pair[0].labels(), pair[0].groups());
        for (Metric metric : List.of(new TraceRatio(), new Silhouette())) {
            List<StudyRow> rows = rows(metric, new LabeledEmbeddings[] {better, pair[0]});
            MetricResult difference = only(rows, null);
            assertThat(difference.value().orElseThrow()).isPositive().isLessThan(1e-5);
            assertThat(difference.ciLow().orElseThrow()).as("looks sure").isPositive();
            assertThat(only(rows, ComparedKey.Statistic.P).value()).hasValue(1);
        }
    }

    @Test
    void keysReadBackAsTheyPrint() {
        for (Headline headline : new TraceRatio().headlines()) {
            ComparedKey key = ComparedKey.of(
                    ComparedKey.Comparison.CONTRAST, headline.keys().get(0));
            for (ComparedKey.Statistic statistic : ComparedKey.Statistic.values()) {
                assertThat(StandardKeys.parse("contrast", key.with(statistic).variant()))
                        .isEqualTo(key.with(statistic));
            }
            assertThat(StandardKeys.parse("contrast", key.variant())).isEqualTo(key);
        }
    }
}
