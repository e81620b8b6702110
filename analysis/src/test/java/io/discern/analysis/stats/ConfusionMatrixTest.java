package io.discern.analysis.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.discern.analysis.Golden;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConfusionMatrixTest {

    @Test
    void scoresEqualScikitLearn() {
        for (String name : List.of("probe", "random")) {
            JsonNode golden = Golden.json("probe/classification.json").get(name);
            int classes = golden.get("confusion").size();
            ConfusionMatrix matrix =
                    ConfusionMatrix.of(Golden.ints(golden.get("true")), Golden.ints(golden.get("pred")), classes);
            assertThat(matrix.micro()).isCloseTo(golden.get("accuracy").asDouble(), within(1e-14));
            assertThat(matrix.balanced())
                    .isCloseTo(golden.get("balanced_accuracy").asDouble(), within(1e-14));
            assertThat(matrix.macroF1()).isCloseTo(golden.get("f1_macro").asDouble(), within(1e-14));
            assertThat(matrix.mcc().orElseThrow()).isCloseTo(golden.get("mcc").asDouble(), within(1e-14));
            for (int label = 0; label < classes; label++) {
                int[] expected = Golden.ints(golden.get("confusion").get(label));
                for (int predicted = 0; predicted < classes; predicted++) {
                    assertThat(matrix.counts()[label][predicted]).isEqualTo(expected[predicted]);
                }
                assertThat(matrix.recall(label).orElseThrow())
                        .isCloseTo(golden.get("recall").get(label).asDouble(), within(1e-14));
                assertThat(matrix.f1(label).orElseThrow())
                        .isCloseTo(golden.get("f1").get(label).asDouble(), within(1e-14));
            }
        }
    }

    @Test
    void classesThatDoNotOccurTakeNoPart() {
        ConfusionMatrix matrix = new ConfusionMatrix(new long[][] {{3, 1, 0}, {0, 0, 0}, {0, 0, 0}});
        assertThat(matrix.micro()).isEqualTo(0.75);
        assertThat(matrix.balanced()).isEqualTo(0.75);
        assertThat(matrix.macroF1()).isCloseTo((6.0 / 7 + 0) / 2, within(1e-15));
        assertThat(matrix.recall(1)).isEmpty();
        assertThat(matrix.f1(1)).hasValue(0);
        assertThat(matrix.f1(2)).isEmpty();
    }

    @Test
    void correlationWithWhatDoesNotVaryIsAbsent() {
        assertThat(new ConfusionMatrix(new long[][] {{3, 1}, {0, 0}}).mcc()).isEmpty();
        assertThat(new ConfusionMatrix(new long[][] {{3, 0}, {2, 0}}).mcc()).isEmpty();
        assertThat(new ConfusionMatrix(new long[][] {{3, 0}, {0, 2}}).mcc().orElseThrow())
                .isCloseTo(1, within(1e-15));
        assertThat(new ConfusionMatrix(new long[][] {{0, 3}, {2, 0}}).mcc().orElseThrow())
                .isCloseTo(-1, within(1e-15));
    }

    @Test
    void countsThatAreNoMatrixAreRefused() {
        assertThatThrownBy(() -> new ConfusionMatrix(new long[][] {{1, 2}}))
                .hasMessageContaining("as many columns as rows");
        assertThatThrownBy(() -> new ConfusionMatrix(new long[2][2])).hasMessageContaining("no rows");
        assertThatThrownBy(() -> ConfusionMatrix.of(new int[] {0, 1}, new int[] {0}, 2))
                .hasMessageContaining("1 predictions for 2 rows");
    }
}
