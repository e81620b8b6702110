package io.discern.analysis.internal.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.discern.analysis.Golden;
import io.discern.analysis.internal.stats.PermutationTest.Tail;
import io.discern.analysis.stats.Clusters;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PairedTestsTest {
    private static final JsonNode GOLDEN = Golden.json("stats/stats.json");

    private static int[] own(int rows) {
        return IntStream.range(0, rows).toArray();
    }

    @Test
    void permutationPValuesEqualSciPy() {
        for (JsonNode example : GOLDEN.get("permutation")) {
            Tail tail = Tail.valueOf(
                    example.get("alternative").asText().replace('-', '_').toUpperCase());
            double[] nullValues = Golden.doubles(example.get("null"));
            PermutationTest test = PermutationTest.of(example.get("observed").asDouble(), nullValues, tail);
            assertThat(test.p()).as(tail.name()).isCloseTo(example.get("p").asDouble(), within(1e-12));
            assertThat(test.nullMean())
                    .isEqualTo(Arrays.stream(nullValues).average().orElseThrow());
        }
    }

    @Test
    void aPValueIsNeverZeroAndTiesCountAgainstTheObservation() {
        assertThat(PermutationTest.of(9, new double[99], Tail.GREATER).p()).isEqualTo(0.01);
        assertThat(PermutationTest.of(0.3, new double[] {0.1 + 0.2}, Tail.GREATER)
                        .p())
                .isEqualTo(1);
        assertThat(PermutationTest.of(0.1 + 0.2, new double[] {0.3}, Tail.GREATER)
                        .p())
                .isEqualTo(1);
        assertThatThrownBy(() -> PermutationTest.of(1, new double[0], Tail.LESS))
                .hasMessageContaining("0 null values");
    }

    @Test
    void permutedLabelsMoveWholeClustersWhateverTheThreads() {
        int[] labels = {0, 0, 0, 1, 1, 1};
        double[] values = {5, 5, 5, 1, 1, 1};
        Clusters pairs = Clusters.of(labels, new int[] {0, 0, 0, 1, 1, 1});
        PermutationTest test = PermutationTest.ofLabels(
                pairs,
                dealt -> IntStream.range(0, 6)
                        .mapToDouble(i -> dealt[i] == 0 ? values[i] : -values[i])
                        .sum(),
                Tail.GREATER,
                400,
                1);
        assertThat(test.observed()).isEqualTo(12);
        // Two clusters: half of the permutations are the data themselves.
        assertThat(test.p()).isCloseTo(0.5, within(0.08));
    }

    @Test
    void exactSignFlipsEqualSciPy() {
        JsonNode example = GOLDEN.get("sign_flip");
        double[] differences = Golden.doubles(example.get("differences"));
        PermutationTest test = SignFlip.test(differences, own(9), 1);
        assertThat(test.p()).isCloseTo(example.get("p").asDouble(), within(1e-12));
        assertThat(test.permutations()).isEqualTo(512);
    }

    @Test
    void randomSignFlipsAgreeWithSciPyUpToTheirError() {
        JsonNode example = GOLDEN.get("sign_flip_many");
        double[] differences = Golden.doubles(example.get("differences"));
        PermutationTest test = SignFlip.test(differences, own(60), 1);
        // Both are random: 10,000 and 20,000 flips of p near 0.1, three standard errors.
        assertThat(test.p()).isCloseTo(example.get("p").asDouble(), within(0.012));
        assertThat(test.permutations()).isEqualTo(SignFlip.PERMUTATIONS);
        assertThat(SignFlip.test(differences, own(60), 1)).isEqualTo(test);
        assertThat(SignFlip.test(differences, own(60), 2)).isNotEqualTo(test);
    }

    @Test
    void groupsFlipTogetherAndRowsWithoutDifferenceDoNotMatter() {
        double[] differences = {1, 1, 1, 1, 2, 0, 0};
        int[] groups = {0, 0, 1, 1, 2, 3, 4};
        PermutationTest test = SignFlip.test(differences, groups, 1);
        assertThat(test.permutations()).isEqualTo(8);
        assertThat(test.p()).isEqualTo(0.25);
        assertThat(SignFlip.test(new double[3], own(3), 1).p()).isEqualTo(1);
    }

    @Test
    void signFlipsOfWhoWasRightAreExactMcNemar() {
        double[] differences = {1, -1, -1, -1, -1, -1, -1, -1, 0, 0, 0};
        assertThat(SignFlip.test(differences, own(11), 1).p())
                .isCloseTo(McNemar.of(1, 7).exactP(), within(1e-12));
    }

    @Test
    void mcNemarEqualsStatsmodelsAndThePublishedMidP() {
        for (JsonNode example : GOLDEN.get("mcnemar")) {
            McNemar test = McNemar.of(example.get("b").asInt(), example.get("c").asInt());
            assertThat(test.exactP()).isCloseTo(example.get("exact").asDouble(), within(1e-12));
            assertThat(test.midP()).isBetween(0.0, test.exactP());
        }
        // Fagerland et al. 2013, airway hyper-responsiveness before and after transplantation: 0.070 and 0.039.
        assertThat(McNemar.of(1, 7).midP()).isCloseTo(0.0390625, within(1e-12));
        assertThat(McNemar.of(5, 5).midP()).isCloseTo(1, within(1e-12));
        assertThat(McNemar.of(0, 0).exactP()).isEqualTo(1);
    }

    @Test
    void mcNemarCountsImagesThatOnlyOneGetsRight() {
        boolean[] first = {true, true, false, false, true};
        boolean[] second = {true, false, true, false, false};
        McNemar test = McNemar.of(first, second);
        assertThat(test.onlyFirst()).isEqualTo(2);
        assertThat(test.onlySecond()).isEqualTo(1);
        assertThatThrownBy(() -> McNemar.of(first, new boolean[2])).hasMessageContaining("5 images of the first");
        assertThatThrownBy(() -> McNemar.of(-1, 2)).hasMessageContaining("expected none below 0");
    }

    @Test
    void lengthsThatDisagreeAreRefused() {
        assertThatThrownBy(() -> SignFlip.test(new double[3], own(2), 1))
                .hasMessageContaining("3 differences, 2 groups");
    }
}
