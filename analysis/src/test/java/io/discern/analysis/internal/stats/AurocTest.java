package io.discern.analysis.internal.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.discern.analysis.Golden;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class AurocTest {

    @Test
    void oneVersusRestEqualsScikitLearn() {
        JsonNode golden = Golden.json("probe/classification.json").get("probe");
        double[] values = Golden.array("probe/logreg_C1_proba.npy").toDoubles();
        double[][] scores = new double[200][];
        Arrays.setAll(scores, row -> Arrays.copyOfRange(values, 5 * row, 5 * row + 5));
        assertThat(Auroc.oneVsRestMacro(scores, Golden.ints(golden.get("true")), 5)
                        .orElseThrow())
                .isCloseTo(golden.get("auc_ovr_macro").asDouble(), within(1e-12));
    }

    @Test
    void tiesCountHalf() {
        assertThat(Auroc.binary(new double[] {1, 1, 0, 2}, new boolean[] {true, false, false, false}))
                .hasValue(0.5);
        assertThat(Auroc.binary(new double[] {0.0, -0.0}, new boolean[] {true, false}))
                .hasValue(0.5);
        assertThat(Auroc.binary(new double[] {7, 7, 7}, new boolean[] {true, false, true}))
                .hasValue(0.5);
        assertThat(Auroc.binary(new double[] {3, 1, 2}, new boolean[] {true, false, false}))
                .hasValue(1);
    }

    @Test
    void anyIncreasingFunctionLeavesItUnchangedAndNegationMirrorsIt() {
        double[] scores = {0.1, 0.7, 0.3, 0.3, 0.9, 0.2};
        boolean[] positive = {false, true, true, false, false, true};
        double area = Auroc.binary(scores, positive).orElseThrow();
        assertThat(Auroc.binary(Arrays.stream(scores).map(Math::exp).toArray(), positive))
                .hasValue(area);
        assertThat(Auroc.binary(Arrays.stream(scores).map(s -> -s).toArray(), positive)
                        .orElseThrow())
                .isCloseTo(1 - area, within(1e-15));
    }

    @Test
    void oneClassHasNoCurveAndNanNoOrder() {
        assertThat(Auroc.binary(new double[] {1, 2}, new boolean[] {true, true}))
                .isEmpty();
        assertThat(Auroc.oneVsRestMacro(new double[][] {{1, 0, 0}, {0, 1, 0}}, new int[] {0, 1}, 3))
                .isEmpty();
        assertThatThrownBy(() -> Auroc.binary(new double[] {1, Double.NaN}, new boolean[] {true, false}))
                .hasMessageContaining("NaN");
    }
}
