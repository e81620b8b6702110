package io.discern.analysis.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.discern.analysis.Golden;
import io.discern.analysis.internal.stats.LabelPermutation;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BootstrapTest {

    @Test
    void percentilesEqualNumPy() {
        double[] correct = Arrays.stream(Golden.array("boot_correct.npy").toLongs())
                .asDoubleStream()
                .toArray();
        long[] drawn = Golden.array("boot_idx.npy").toLongs();
        double[] means = new double[500];
        for (int i = 0; i < drawn.length; i++) {
            means[i / 200] += correct[(int) drawn[i]] / 200;
        }
        double[] expected = Golden.doubles(Golden.json("bootstrap.json").get("percentile95"));
        Interval interval = Interval.percentile(means);
        assertThat(interval.low()).isCloseTo(expected[0], within(1e-12));
        assertThat(interval.high()).isCloseTo(expected[1], within(1e-12));
    }

    @Test
    void reachMovesTheEnds() {
        double[] replicates = IntStream.rangeClosed(0, 1000).mapToDouble(i -> i).toArray();
        Interval plain = Interval.percentile(replicates, Interval.NORMAL_REACH);
        assertThat(plain.low()).isCloseTo(25, within(1e-9));
        assertThat(plain.high()).isCloseTo(975, within(1e-9));
        // Phi(2.5758) = 0.995.
        assertThat(Interval.percentile(replicates, 2.5758293035489004).low()).isCloseTo(5, within(1e-9));
        assertThat(Interval.bca(replicates, -1, 0, 2)).isEmpty();
        double[] ties = {1, 2, 2, 2, 3};
        assertThat(Interval.bca(ties, 2, 0, 2)).contains(Interval.percentile(ties, 2));
    }

    @Test
    void endsOfAGrowingIntervalSolveItsEquation() {
        Interval growing = Interval.growing(0.825, 4e-4, 1e-3, 2);
        for (double end : new double[] {growing.low(), growing.high()}) {
            assertThat(Math.pow(end - 0.825, 2)).isCloseTo(4 * (4e-4 + 1e-3 * (end - 0.825)), within(1e-12));
        }
    }

    @Test
    void wilsonsIntervalEqualsTheSharedReferenceAndKnowsOfErrorsThatDidNotHappen() {
        double[] expected = Golden.doubles(Golden.json("bootstrap.json").get("wilson95"));
        Interval wilson = Interval.wilson(0.825, 200, Interval.NORMAL_REACH);
        assertThat(wilson.low()).isCloseTo(expected[0], within(1e-9));
        assertThat(wilson.high()).isCloseTo(expected[1], within(1e-9));
        double[] right = IntStream.range(0, 40).mapToDouble(i -> 1).toArray();
        int[] pairs = IntStream.range(0, 40).map(i -> i / 2).toArray();
        Interval perfect = ShareIntervals.means(new double[][] {right}, pairs)
                .orElseThrow()
                .get(0);
        assertThat(perfect.high()).isEqualTo(1);
        // Twenty groups: t(19)^2 / (20 + t(19)^2) below 1.
        assertThat(perfect.low()).isCloseTo(20 / (20 + 2.093024054408263 * 2.093024054408263), within(1e-9));
        assertThat(ShareIntervals.means(new double[][] {right}, new int[40])).isEmpty();
    }

    @Test
    void widthIsThatOfTheStandardError() {
        double[] values =
                IntStream.range(0, 400).mapToDouble(i -> i % 4 == 0 ? 1 : 0).toArray();
        int[] own = IntStream.range(0, 400).toArray();
        Interval interval = Bootstrap.seeded(3)
                .means(new double[][] {values}, own)
                .orElseThrow()
                .get(0);
        double expected = 2 * 1.96 * Math.sqrt(0.25 * 0.75 / 400);
        assertThat(interval.high() - interval.low()).isCloseTo(expected, within(0.1 * expected));
        int[] tens = IntStream.range(0, 400)
                .map(i -> i % 4 == 0 ? i / 40 : 10 + i / 40)
                .toArray();
        Interval clustered = Bootstrap.seeded(3)
                .means(new double[][] {values}, tens)
                .orElseThrow()
                .get(0);
        assertThat(clustered.high() - clustered.low()).isGreaterThan(2 * expected);
    }

    @Test
    void drawsAreSharedSeededAndIndependentOfThreads() {
        double[] values = new SplittableRandom(1).doubles(50).toArray();
        double[] shifted = Arrays.stream(values).map(v -> v + 1).toArray();
        int[] own = IntStream.range(0, 50).toArray();
        var both =
                Bootstrap.seeded(3).means(new double[][] {values, shifted}, own).orElseThrow();
        assertThat(both.get(1).low()).isCloseTo(both.get(0).low() + 1, within(1e-12));
        assertThat(Bootstrap.seeded(3)
                        .means(new double[][] {values, shifted}, own)
                        .orElseThrow())
                .isEqualTo(both);
        assertThat(Bootstrap.seeded(4)
                        .means(new double[][] {values, shifted}, own)
                        .orElseThrow())
                .isNotEqualTo(both);
    }

    @Test
    void strataKeepTheirNumberOfClusters() {
        double[] values = {1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0};
        int[] strata = {0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1};
        Clusters clusters = Clusters.of(strata, IntStream.range(0, 12).toArray());
        Interval interval = Bootstrap.seeded(1)
                .strataMeans(new double[][] {values}, clusters)
                .orElseThrow()
                .get(0);
        assertThat(interval).isEqualTo(new Interval(0.5, 0.5));
    }

    @Test
    void nothingToResampleGivesNoInterval() {
        assertThat(Bootstrap.seeded(1).means(new double[][] {{1, 2}}, new int[] {7, 7}))
                .isEmpty();
        double[][] four = {{1, 2, 3, 4}};
        assertThat(Bootstrap.seeded(1).means(four, new int[] {1, 2, 3, 4})).isEmpty();
        assertThat(ShareIntervals.means(four, new int[] {1, 2, 3, 4})).isEmpty();
        assertThat(Clusters.of(new int[4], new int[] {1, 2, 3, 4}).few()).isEqualTo("4 groups; expected at least 5");
        assertThatThrownBy(() -> new Bootstrap(1, 1)).hasMessageContaining("1 replicates");
        assertThatThrownBy(() -> new Interval(2, 1)).hasMessageContaining("low <= high");
    }

    @Test
    void permutationsKeepGroupsTogetherAndClassSizes() {
        int[] strata = {0, 0, 0, 1, 1, 2};
        int[] groups = {5, 5, 6, 7, 7, 8};
        Clusters clusters = Clusters.of(strata, groups);
        int[] dealt = LabelPermutation.ofRows(clusters, new SplittableRandom(2));
        assertThat(dealt[0]).isEqualTo(dealt[1]);
        assertThat(dealt[3]).isEqualTo(dealt[4]);
        assertThat(LabelPermutation.ofClusters(clusters, new SplittableRandom(2)))
                .containsExactlyInAnyOrder(0, 0, 1, 2);
    }
}
