package io.discern.analysis.internal.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.discern.analysis.Golden;
import java.util.stream.StreamSupport;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class MultipleComparisonsTest {
    private static final JsonNode GOLDEN = Golden.json("stats/stats.json");
    private static final Offset<Double> EXACT = within(1e-12);

    @Test
    void adjustedPValuesEqualStatsmodels() {
        JsonNode golden = GOLDEN.get("multiplicity");
        double[] p = Golden.doubles(golden.get("p"));
        assertThat(Multiplicity.holm(p)).containsExactly(Golden.doubles(golden.get("holm")), EXACT);
        assertThat(Multiplicity.benjaminiHochberg(p)).containsExactly(Golden.doubles(golden.get("bh")), EXACT);
        assertThat(Multiplicity.holm()).isEmpty();
        assertThatThrownBy(() -> Multiplicity.holm(0.1, Double.NaN)).hasMessageContaining("p-value NaN");
    }

    @Test
    void ranksAndFriedmanWithTiesEqualSciPy() {
        JsonNode golden = GOLDEN.get("friedman");
        double[][] scores = StreamSupport.stream(golden.get("scores").spliterator(), false)
                .map(Golden::doubles)
                .toArray(double[][]::new);
        MeanRanks ranks = MeanRanks.of(scores);
        assertThat(ranks.ranks()).containsExactly(Golden.doubles(golden.get("mean_ranks")), EXACT);
        assertThat(ranks.chiSquare()).isCloseTo(golden.get("chi_square").asDouble(), EXACT);
        assertThat(ranks.p()).isCloseTo(golden.get("p").asDouble(), EXACT);
    }

    @Test
    void studentizedRangeEqualsSciPy() {
        for (JsonNode golden : GOLDEN.get("studentized_range")) {
            StudentizedRange range = new StudentizedRange(golden.get("k").asInt());
            assertThat(range.survival(golden.get("q").asDouble()))
                    .isCloseTo(golden.get("sf").asDouble(), within(1e-10));
            assertThat(range.upperQuantile(0.05)).isCloseTo(golden.get("isf").asDouble(), within(1e-8));
        }
    }

    @Test
    void criticalDifferencesAreThoseOfDemsar() {
        // Demsar 2006, table 5(a): q at 0.05 for 2 to 10 classifiers; four on 14 data sets give CD = 1.25.
        double[] published = {1.960, 2.343, 2.569, 2.728, 2.850, 2.949, 3.031, 3.102, 3.164};
        for (int k = 2; k <= 10; k++) {
            assertThat(new StudentizedRange(k).upperQuantile(0.05) / Math.sqrt(2))
                    .isCloseTo(published[k - 2], within(1e-3));
        }
        MeanRanks ranks = new MeanRanks(new double[] {3.143, 2.000, 2.893, 1.964}, 14, 9.28, 0.026);
        assertThat(ranks.criticalDifference(0.05)).isCloseTo(1.25, within(0.005));
        assertThat(ranks.criticalDifference(0.10)).isCloseTo(1.12, within(0.005));
        assertThat(ranks.nemenyi(0, 3)).isBetween(0.05, 0.10);
        assertThat(ranks.nemenyi(2, 2)).isCloseTo(1, within(1e-12));
    }

    @Test
    void allTiedIsNoDifferenceAndRaggedScoresAreRefused() {
        MeanRanks tied = MeanRanks.of(new double[][] {{1, 1, 1}, {2, 2, 2}});
        assertThat(tied.ranks()).containsExactly(2, 2, 2);
        assertThat(tied.p()).isEqualTo(1);
        assertThatThrownBy(() -> MeanRanks.of(new double[][] {{1, 2}, {1}})).hasMessageContaining("2 data sets");
        assertThatThrownBy(() -> MeanRanks.of(new double[0][])).hasMessageContaining("0 data sets");
        assertThatThrownBy(() -> tied.criticalDifference(0)).hasMessageContaining("level 0.0");
    }
}
