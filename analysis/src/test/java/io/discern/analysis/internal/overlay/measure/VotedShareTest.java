package io.discern.analysis.internal.overlay.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.discern.analysis.internal.overlay.run.Taken;
import io.discern.analysis.stats.Influences;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class VotedShareTest {

    @Test
    void aShareOfOneGroupHasAValueAndNoIntervalAloneAndInDifferences() {
        Taken taken = new Taken(new int[4], new int[4][0], new int[4][0]);
        VotedShare share =
                VotedShare.of(new int[] {0, 1, 2, 3}, List.of(taken), (image, classes) -> image == 0 ? 1 : Double.NaN);
        assertThat(share.value()).isEqualTo(1);
        assertThat(share.interval()).isEmpty();
        VotedShare difference = share.minus(share);
        assertThat(difference.value()).isZero();
        assertThat(difference.interval()).isEmpty();
    }

    @Test
    void nobodyKnowsHowAShareOfOneGroupMoves() {
        Taken taken = new Taken(new int[4], new int[4][0], new int[4][0]);
        int[] one = new int[4];
        VotedShare share = VotedShare.of(one, List.of(taken), (image, classes) -> image == 0 ? 1 : 0);
        assertThat(share.influences(one, List.of("g", "g", "g", "g"))).isEmpty();
        VotedShare difference = share.minus(share);
        assertThat(difference.value()).isZero();
        assertThat(difference.interval()).isEmpty();
    }

    @Test
    void aShareMovesAsItVaries() {
        int[] groups = {0, 0, 1, 2, 3};
        // An image of the first group flips; so does that of the second, by the votes of the third.
        Taken taken = new Taken(
                new int[] {1, 0, 1, 0, 0}, new int[][] {{}, {}, {2}, {}, {}}, new int[][] {{}, {}, {0}, {}, {}});
        VotedShare share = VotedShare.of(groups, List.of(taken), (image, classes) -> classes[0]);
        // Less the noise of a fifth of the third group in the second.
        double[] left = {1 / 3.0, 1 / 4.0, 1 / 4.0, 2 / 4.0};
        double mean = Arrays.stream(left).average().orElseThrow();
        double seen =
                0.75 * Arrays.stream(left).map(x -> (x - mean) * (x - mean)).sum();
        double[] fixed = {1 / 3.0, 1 / 4.0, 2 / 4.0, 2 / 4.0};
        double all = Arrays.stream(fixed).average().orElseThrow();
        double images =
                0.75 * Arrays.stream(fixed).map(x -> (x - all) * (x - all)).sum();
        double variance = Math.max(seen - 0.04 * 9 / 16, images);
        Influences.Spread spread = share.influences(groups, List.of("a", "a", "b", "c", "d"))
                .orElseThrow()
                .spread()
                .orElseThrow();
        assertThat(spread.variance()).isCloseTo(variance, within(1e-15));
        assertThat(spread.degreesOfFreedom()).isEqualTo(3);
    }
}
