package io.discern.analysis.internal.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.discern.analysis.Golden;
import io.discern.analysis.stats.Clusters;
import io.discern.analysis.stats.ConfusionMatrix;
import io.discern.analysis.stats.Interval;
import io.discern.analysis.stats.Jackknife;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RankAndCalibrationTest {

    @Test
    void tauWithTiesEqualsSciPy() {
        JsonNode golden = Golden.json("zeroshot/zeroshot.json").get("tau_ties");
        assertThat(KendallTau.of(Golden.doubles(golden.get("x")), Golden.doubles(golden.get("y")))
                        .orElseThrow())
                .isCloseTo(golden.get("tau").asDouble(), within(1e-14));
    }

    @Test
    void tauIsOneForTheSameOrderAndAbsentWithoutAny() {
        double[] x = {3, 1, 2, 7};
        assertThat(KendallTau.of(x, Arrays.stream(x).map(Math::exp).toArray()).orElseThrow())
                .isCloseTo(1, within(1e-15));
        assertThat(KendallTau.of(x, Arrays.stream(x).map(v -> -v).toArray()).orElseThrow())
                .isCloseTo(-1, within(1e-15));
        assertThat(KendallTau.of(x, new double[4])).isEmpty();
        assertThatThrownBy(() -> KendallTau.of(x, new double[3])).hasMessageContaining("4 values and 3");
    }

    @Test
    void calibrationErrorEqualsTheReference() {
        JsonNode golden = Golden.json("probe/classification.json").get("probe");
        double[] values = Golden.array("probe/logreg_C1_proba.npy").toDoubles();
        int[] truth = Golden.ints(golden.get("true"));
        int[] predicted = Golden.ints(golden.get("pred"));
        double[] confidence = IntStream.range(0, 200)
                .mapToDouble(row -> values[5 * row + predicted[row]])
                .toArray();
        boolean[] correct = new boolean[200];
        IntStream.range(0, 200).forEach(row -> correct[row] = truth[row] == predicted[row]);
        assertThat(CalibrationError.of(confidence, correct))
                .isCloseTo(golden.get("ece_15_equal_width").asDouble(), within(1e-12));
        assertThat(CalibrationError.of(new double[] {0, 1}, new boolean[] {false, true}))
                .isZero();
        assertThatThrownBy(() -> CalibrationError.of(new double[] {1.5}, new boolean[] {true}))
                .hasMessageContaining("1.5");
    }

    @Test
    void derivativesSayWhatLeavingARowOutDoes() {
        JsonNode golden = Golden.json("probe/classification.json").get("probe");
        int[] truth = Golden.ints(golden.get("true"));
        int[] predicted = Golden.ints(golden.get("pred"));
        SmoothScore f1 = MacroF1.of(truth, predicted, 5).mean();
        assertThat(f1.value()).isCloseTo(golden.get("f1_macro").asDouble(), within(1e-12));
        double[] values = Golden.array("probe/logreg_C1_proba.npy").toDoubles();
        double[][] scores = new double[200][];
        Arrays.setAll(scores, row -> Arrays.copyOfRange(values, 5 * row, 5 * row + 5));
        SmoothScore auroc = SmoothScore.auroc(scores, truth, new int[200]).orElseThrow();
        assertThat(auroc.value()).isCloseTo(golden.get("auc_ovr_macro").asDouble(), within(1e-12));
        double[] withoutF1 = new double[200];
        double[] withoutAuroc = new double[200];
        for (int left = 0; left < 200; left++) {
            int out = left;
            int[] rows = IntStream.range(0, 200).filter(row -> row != out).toArray();
            int[] t = Arrays.stream(rows).map(row -> truth[row]).toArray();
            int[] p = Arrays.stream(rows).map(row -> predicted[row]).toArray();
            withoutF1[left] = ConfusionMatrix.of(t, p, 5).macroF1();
            double[][] s = Arrays.stream(rows).mapToObj(row -> scores[row]).toArray(double[][]::new);
            withoutAuroc[left] = Auroc.oneVsRestMacro(s, t, 5).orElseThrow();
        }
        compare(f1, withoutF1);
        compare(auroc, withoutAuroc);
    }

    /** Weights are changed by a whole row, not by little, so the derivative is a few per cent off. */
    private static void compare(SmoothScore score, double[] without) {
        assertThat(Arrays.stream(score.derivatives()).sum()).isCloseTo(0, within(1e-12));
        for (int row = 0; row < without.length; row++) {
            assertThat(score.value() - score.derivatives()[row]).isCloseTo(without[row], within(5e-4));
        }
        Jackknife jackknife = Jackknife.of(score.value(), without);
        double rows = score.value() * (1 - score.value()) / Math.pow(jackknife.standardError(), 2);
        Interval expected = Interval.wilson(score.value(), rows, jackknife.t());
        Interval interval = score.interval(single(without.length), 0).orElseThrow();
        double error = 0.05 * (expected.high() - expected.low());
        assertThat(interval.low()).isCloseTo(expected.low(), within(error));
        assertThat(interval.high()).isCloseTo(expected.high(), within(error));
    }

    private static Clusters single(int rows) {
        return Clusters.of(new int[rows], IntStream.range(0, rows).toArray());
    }

    @Test
    void aurocOfFoldsComparesWithinFoldsOnly() {
        double[][] scores = {{1, 0}, {0, 1}, {11, 10}, {10, 11}, {10, 11}};
        SmoothScore folded = SmoothScore.auroc(scores, new int[] {0, 1, 0, 1, 1}, new int[] {0, 0, 1, 1, 1})
                .orElseThrow();
        assertThat(folded.value()).isEqualTo(1);
        // Nothing varies, and five groups of one row say no more than five rows that are right.
        Interval fiveRows = Interval.wilson(1, 5, 2.7764451051977987);
        assertThat(folded.interval(single(5), 0)).hasValueSatisfying(interval -> {
            assertThat(interval.low()).isCloseTo(fiveRows.low(), within(1e-12));
            assertThat(interval.high()).isCloseTo(1, within(1e-12));
        });
        assertThat(SmoothScore.auroc(scores, new int[] {0, 1, 0, 0}, new int[] {0, 0, 1, 1}))
                .isEmpty();
    }
}
