package io.discern.analysis.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.discern.analysis.Golden;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class ShareIntervalsTest {
    private static final JsonNode EXPECTED = Golden.json("stats/shares.json");
    private static final double[][] VALUES = StreamSupport.stream(
                    EXPECTED.get("values").spliterator(), false)
            .map(Golden::doubles)
            .toArray(double[][]::new);
    private static final int[] GROUPS = Golden.ints(EXPECTED.get("groups"));

    @Test
    void weightedSumsOfSharesEqualTheReference() {
        EXPECTED.get("cases").properties().forEach(expected -> {
            boolean balanced = expected.getValue().get("balanced").asBoolean();
            int[] strata = balanced ? Golden.ints(EXPECTED.get("strata")) : new int[GROUPS.length];
            double[] weights = Golden.doubles(expected.getValue().get("weights"));
            Interval interval = ShareIntervals.combination(weights, VALUES, Clusters.of(strata, GROUPS))
                    .orElseThrow();
            double[] ends = Golden.doubles(expected.getValue().get("interval"));
            assertThat(new double[] {interval.low(), interval.high()})
                    .as(expected.getKey())
                    .containsExactly(ends, within(1e-9));
        });
    }

    @Test
    void oneShareHasItsOwnInterval() {
        Clusters clusters = Clusters.of(new int[GROUPS.length], GROUPS);
        Interval own = ShareIntervals.means(new double[][] {VALUES[1]}, GROUPS)
                .orElseThrow()
                .get(0);
        Interval sum = ShareIntervals.combination(new double[] {1}, new double[][] {VALUES[1]}, clusters)
                .orElseThrow();
        assertThat(new double[] {sum.low(), sum.high()})
                .containsExactly(new double[] {own.low(), own.high()}, within(1e-12));
    }

    @Test
    void whatNeverHappensIsNotKnownToBeNothing() {
        double[] never = new double[40];
        Clusters own = Clusters.of(new int[40], IntStream.range(0, 40).toArray());
        double[][] both = {never, never};
        Interval difference =
                ShareIntervals.combination(new double[] {1, -1}, both, own).orElseThrow();
        assertThat(difference.high()).isGreaterThan(0.05).isEqualTo(-difference.low());
        assertThat(ShareIntervals.combination(new double[] {1, -1}, both, Clusters.of(new int[40], new int[40])))
                .isEmpty();
    }

    @Test
    void equalSharesOfTheSameRowsDifferByNothing() {
        double[] same = Arrays.copyOf(VALUES[2], GROUPS.length);
        Interval difference = ShareIntervals.combination(
                        new double[] {1, -1},
                        new double[][] {VALUES[2], same},
                        Clusters.of(new int[GROUPS.length], GROUPS))
                .orElseThrow();
        assertThat(difference.low()).isCloseTo(-difference.high(), within(1e-12));
        assertThat(difference.high()).isLessThan(0.1);
    }
}
