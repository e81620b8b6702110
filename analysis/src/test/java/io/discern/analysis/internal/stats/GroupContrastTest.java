package io.discern.analysis.internal.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.discern.analysis.Planted;
import io.discern.analysis.stats.Interval;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class GroupContrastTest {
    private static final boolean[] THREE_OF_SEVEN = {true, true, true, false, false, false, false};

    /** By SciPy 1.17.1 on the encoders' means: {@code permutation_test} of all ways, {@code ttest_ind(equal_var=False)}. */
    @Test
    void equalsSciPyWhereEncodersShareNothing() {
        double[][] values = {
            {-0.002, 0.476, 2.552},
            {1.22, 2.936, 2.91},
            {0.247, 1.015, 3.549},
            {1.635, 1.273, 0.767},
            {-0.958, 2.6, 2.203},
            {-1.732, 0.916, 0.837},
            {-0.629, 0.512, 1.287}
        };
        GroupContrast contrast = GroupContrast.of(values, THREE_OF_SEVEN, 0, 1);
        assertThat(contrast.difference()).isCloseTo(0.9299722222222221, within(1e-12));
        assertThat(contrast.p()).isCloseTo(0.17142857142857143, within(1e-12));
        assertThat(contrast.permutations()).isEqualTo(35);
        assertThat(contrast.interval().orElseThrow().low()).isCloseTo(-0.4284115175788267, within(1e-9));
        assertThat(contrast.interval().orElseThrow().high()).isCloseTo(2.288355962023271, within(1e-9));
        GroupContrast.Shares shares = contrast.shares().orElseThrow();
        assertThat(shares.datasets() + shares.groups() + shares.encoders() + shares.rest())
                .isCloseTo(1, within(1e-12));
    }

    @Test
    void sharesOfVarianceAreThoseThatWerePlanted() {
        // Data sets 0 and 4, groups 0 and 2, encoders -1 and 1 about their group: sums of squares 32, 8, 8.
        double[][] values = {{1, 5}, {3, 7}, {-1, 3}, {1, 5}};
        GroupContrast.Shares shares = GroupContrast.of(values, new boolean[] {true, true, false, false}, 0, 1)
                .shares()
                .orElseThrow();
        assertThat(shares.datasets()).isCloseTo(32 / 48.0, within(1e-12));
        assertThat(shares.groups()).isCloseTo(8 / 48.0, within(1e-12));
        assertThat(shares.encoders()).isCloseTo(8 / 48.0, within(1e-12));
        assertThat(shares.rest()).isCloseTo(0, within(1e-12));
    }

    /** Ten encoders in two groups over four data sets, as a study of medical against general ones would have. */
    private static double[][] planted(double effect, SplittableRandom random) {
        double[][] values = new double[10][4];
        double[] ofDataset = new double[4];
        for (int d = 0; d < 4; d++) {
            ofDataset[d] = 0.2 * Planted.gaussian(random);
        }
        for (int i = 0; i < 10; i++) {
            double ofEncoder = 0.05 * Planted.gaussian(random) + (i < 5 ? effect : 0);
            for (int d = 0; d < 4; d++) {
                values[i][d] = ofDataset[d] + ofEncoder + 0.03 * Planted.gaussian(random);
            }
        }
        return values;
    }

    @Test
    void findsAPlantedEffectAndRejectsOneInTwentyWithoutOne() {
        boolean[] first = {true, true, true, true, true, false, false, false, false, false};
        SplittableRandom random = new SplittableRandom(3);
        int runs = 1000;
        int rejected = 0;
        int covered = 0;
        int found = 0;
        for (int run = 0; run < runs; run++) {
            GroupContrast without = GroupContrast.of(planted(0, random), first, 0, run);
            rejected += without.p() <= 0.05 ? 1 : 0;
            GroupContrast with = GroupContrast.of(planted(0.12, random), first, 0, run);
            found += with.p() <= 0.05 ? 1 : 0;
            Interval interval = with.interval().orElseThrow();
            covered += interval.low() <= 0.12 && 0.12 <= interval.high() ? 1 : 0;
        }
        // Three binomial errors; p takes steps of 2/252.
        assertThat(rejected / (double) runs).isBetween(0.02, 0.07);
        assertThat(covered / (double) runs).isBetween(0.93, 0.98);
        assertThat(found / (double) runs).isGreaterThan(0.8);
    }

    @Test
    void twoEncodersAGroupCanNeverBeToldApart() {
        double[][] values = {{0.9}, {0.91}, {0.1}, {0.11}};
        GroupContrast contrast = GroupContrast.of(values, new boolean[] {true, true, false, false}, 0, 1);
        assertThat(contrast.p()).isCloseTo(1 / 3.0, within(1e-12));
        GroupContrast single =
                GroupContrast.of(new double[][] {{0.9}, {0.1}, {0.2}}, new boolean[] {true, false, false}, 0, 1);
        assertThat(single.interval()).isEmpty();
        assertThatThrownBy(() -> GroupContrast.of(values, new boolean[4], 0, 1))
                .hasMessageContaining("0 of 4 encoders in the first group");
    }

    @Test
    void whatEncodersShareWidensTheInterval() {
        double[][] values = {{0.9, 0.8}, {0.91, 0.7}, {0.1, 0.2}, {0.11, 0.4}};
        boolean[] first = {true, true, false, false};
        Interval alone = GroupContrast.of(values, first, 0, 1).interval().orElseThrow();
        Interval shared = GroupContrast.of(values, first, 0.5, 1).interval().orElseThrow();
        assertThat(shared.low()).isLessThan(alone.low());
        assertThat(shared.high()).isGreaterThan(alone.high());
    }

    @Test
    void manyEncodersAreDealtAtRandomTheSameWayForASeed() {
        SplittableRandom random = new SplittableRandom(1);
        double[][] values = new double[24][2];
        boolean[] first = new boolean[24];
        for (int i = 0; i < 24; i++) {
            first[i] = i % 2 == 0;
            values[i][0] = Planted.gaussian(random);
            values[i][1] = Planted.gaussian(random);
        }
        GroupContrast contrast = GroupContrast.of(values, first, 0, 5);
        assertThat(contrast.permutations()).isEqualTo(20_000);
        assertThat(GroupContrast.of(values, first, 0, 5)).isEqualTo(contrast);
    }
}
