package io.discern.analysis.internal.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.discern.analysis.Golden;
import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.Planted;
import java.util.Arrays;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class PcaTest {

    @Test
    void equalsScikitLearnUpToSign() {
        JsonNode golden = Golden.json("pca.json");
        double[] variances = Golden.doubles(golden.get("explained_variance"));
        double[] shares = Golden.doubles(golden.get("explained_variance_ratio"));
        double[] components = Golden.array("pca_components.npy").toDoubles();
        double[] scores = Golden.array("pca_scores.npy").toDoubles();
        try (LabeledEmbeddings data = Golden.embeddings()) {
            Pca pca = Pca.fit(data, 10);
            double[][] points = pca.project(data);
            for (int c = 0; c < 10; c++) {
                assertThat(pca.variances()[c]).isCloseTo(variances[c], Percentage.withPercentage(1e-7));
                assertThat(pca.shares()[c]).isCloseTo(shares[c], Percentage.withPercentage(1e-7));
                double sign = Math.signum(components[c * 48] * pca.components()[c][0]);
                for (int j = 0; j < 48; j++) {
                    assertThat(sign * pca.components()[c][j]).isCloseTo(components[c * 48 + j], within(1e-9));
                }
                for (int i = 0; i < 600; i++) {
                    assertThat(sign * points[i][c]).isCloseTo(scores[i * 10 + c], within(1e-7));
                }
            }
        }
    }

    @Test
    void fewRowsGiveTheSameThroughTheGramMatrix() {
        double[][] wide = Planted.classes(12, 40, 3, 3, 1);
        try (LabeledEmbeddings data = LabeledEmbeddings.of(Planted.array(wide), Planted.labels(12, 3))) {
            Pca pca = Pca.fit(data, 20);
            assertThat(pca.components()).hasDimensions(11, 40);
            double[][] points = pca.project(data);
            for (int c = 0; c < 11; c++) {
                int component = c;
                double variance = Arrays.stream(points)
                                .mapToDouble(p -> p[component] * p[component])
                                .sum()
                        / 11;
                assertThat(variance).isCloseTo(pca.variances()[c], Percentage.withPercentage(1e-7));
            }
            assertThat(Arrays.stream(pca.shares()).sum()).isCloseTo(1, within(1e-12));
        }
    }

    @Test
    void theLargestLoadingIsPositive() {
        try (LabeledEmbeddings data = Golden.embeddings()) {
            for (double[] component : Pca.fit(data, 10).components()) {
                double largest = Arrays.stream(component).map(Math::abs).max().orElseThrow();
                assertThat(Arrays.stream(component).max().orElseThrow()).isEqualTo(largest);
            }
        }
    }

    @Test
    void equalRowsAndASingleRowHaveNoComponents() {
        double[][] equal = {{0.1, 0.2, 0.3}, {0.1, 0.2, 0.3}, {0.1, 0.2, 0.3}, {0.1, 0.2, 0.3}};
        assertThat(Pca.fit(Planted.labeled(equal, "a", "a", "b", "b"), 2).components())
                .isEmpty();
        Pca single = Pca.fit(Planted.labeled(new double[][] {{1, 2}}, "a"), 2);
        assertThat(single.components()).isEmpty();
        assertThat(single.project(Planted.labeled(new double[][] {{1, 2}}, "a")))
                .hasDimensions(1, 0);
        assertThatThrownBy(() -> Pca.fit(Planted.labeled(equal, "a", "a", "b", "b"), 0))
                .hasMessageContaining("k 0");
    }
}
