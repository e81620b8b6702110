package com.example;

import static org.assertj.core.api.Assertions.assertThat;

import io.discern.Embeddings;
import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.MetricResult;
import java.util.List;
import org.junit.jupiter.api.Test;

class CentroidMarginTest {

    private static MetricResult measured(float[] values, String... labels) {
        try (LabeledEmbeddings data = LabeledEmbeddings.of(Embeddings.ofRows(2, values), List.of(labels))) {
            return new CentroidMargin().measure(data, 1).get(0);
        }
    }

    /** As scikit-learn's NearestCentroid scores the same rows: means (1, 0) and (5, 0); (4, 0) is of the first class. */
    @Test
    void countsTheRowsThatLieNearerToTheirOwnMean() {
        float[] rows = {0, 0, -1, 0, 4, 0, 5, 1, 5, -1};
        MetricResult result = measured(rows, "a", "a", "a", "b", "b");
        assertThat(result.value().orElseThrow()).isEqualTo(0.8);
        assertThat(result.nullValue().orElseThrow()).isEqualTo(0.5);
    }

    @Test
    void oneClassIsNoQuestion() {
        assertThat(measured(new float[] {0, 0, 1, 1}, "a", "a").value()).isEmpty();
    }
}
