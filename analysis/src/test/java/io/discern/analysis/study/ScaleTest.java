package io.discern.analysis.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.Metric;
import io.discern.analysis.MetricResult;
import io.discern.analysis.Planted;
import io.discern.analysis.between.BetweenMetric;
import io.discern.analysis.between.LinearCka;
import io.discern.analysis.between.Procrustes;
import io.discern.analysis.neighbors.KnnAccuracy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;

/** No measure depends on the unit of the embeddings, down to the smallest numbers there are. */
class ScaleTest {
    private static final int ROWS = 24;

    /** Small whole numbers times a power of two, so that even denormal numbers hold them exactly. */
    private static LabeledEmbeddings rows(long seed, DataType type, int exponent) {
        double[][] x = Arrays.stream(Planted.classes(ROWS, 4, 2, 2, seed))
                .map(row -> Arrays.stream(row)
                        .map(value -> Math.scalb((double) Math.round(8 * value), exponent))
                        .toArray())
                .toArray(double[][]::new);
        return LabeledEmbeddings.of(Planted.array(x).castTo(type), Planted.labels(ROWS, 2));
    }

    private static List<MetricResult> measured(DataType type, int exponent) {
        List<MetricResult> results = new ArrayList<>();
        LabeledEmbeddings data = rows(1, type, exponent);
        for (Metric metric : StandardMetrics.all()) {
            results.addAll(metric.measure(data, 1));
        }
        LabeledEmbeddings other = rows(2, type, exponent);
        for (BetweenMetric metric : List.of(new LinearCka(), new Procrustes())) {
            results.addAll(metric.measure(data, other, 1));
        }
        return results;
    }

    @ParameterizedTest
    @CsvSource({"FLOAT, -149", "DOUBLE, -1060", "DOUBLE, 300"})
    void everyMetricIsThatOfTheUsualUnit(DataType type, int exponent) {
        List<MetricResult> usual = measured(type, 0);
        List<MetricResult> scaled = measured(type, exponent);
        assertThat(scaled).hasSameSizeAs(usual);
        for (int i = 0; i < usual.size(); i++) {
            MetricResult expected = usual.get(i);
            assertThat(scaled.get(i).key()).isEqualTo(expected.key());
            assertThat(scaled.get(i).note()).as(expected.toString()).isEqualTo(expected.note());
            assertThat(scaled.get(i).value().orElse(-9))
                    .as(expected.toString())
                    .isCloseTo(
                            expected.value().orElse(-9),
                            within(1e-9 * Math.abs(expected.value().orElse(1)) + 1e-12));
        }
    }

    @Test
    void aTinyRowAmongUsualOnesKeepsItsDirection() {
        double[][] x = Planted.classes(ROWS, 4, 2, 2, 1);
        double[][] tiny = Arrays.stream(x).map(double[]::clone).toArray(double[][]::new);
        Arrays.setAll(tiny[3], j -> tiny[3][j] * 0x1p-200);
        assertThat(KnnAccuracy.standard()
                        .measure(LabeledEmbeddings.of(Planted.array(tiny), Planted.labels(ROWS, 2)), 1))
                .isEqualTo(KnnAccuracy.standard()
                        .measure(LabeledEmbeddings.of(Planted.array(x), Planted.labels(ROWS, 2)), 1));
        tiny[3] = new double[] {1e-320, 0, 0, 0};
        assertThat(LabeledEmbeddings.of(Planted.array(tiny), Planted.labels(ROWS, 2))
                        .zeroRows())
                .as("beside usual ones a denormal number has too few digits")
                .containsExactly(3);
    }
}
