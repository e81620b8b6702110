package io.discern.analysis.internal.overlay.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.discern.analysis.internal.overlay.run.Taken;
import io.discern.analysis.stats.Influences;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
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

    private static double jackknife(double... left) {
        double mean = Arrays.stream(left).average().orElseThrow();
        return 0.75 * Arrays.stream(left).map(x -> (x - mean) * (x - mean)).sum();
    }

    @Test
    void aShareMovesAsItVaries() {
        int[] groups = {0, 0, 1, 2, 3};
        // The first image flips, and by the vote of group 2 that of group 1.
        Taken taken = new Taken(
                new int[] {1, 0, 1, 0, 0}, new int[][] {{}, {}, {2}, {}, {}}, new int[][] {{}, {}, {0}, {}, {}});
        Influences.Spread spread = VotedShare.of(groups, List.of(taken), (image, classes) -> classes[0])
                .influences(groups, List.of("a", "a", "b", "c", "d"))
                .orElseThrow()
                .spread()
                .orElseThrow();
        // All left out, less the noise of a fifth; or the images alone.
        assertThat(spread.variance())
                .isCloseTo(
                        Math.max(
                                jackknife(1 / 3.0, 1 / 4.0, 1 / 4.0, 2 / 4.0) - 0.04 * 9 / 16,
                                jackknife(1 / 3.0, 1 / 4.0, 2 / 4.0, 2 / 4.0)),
                        within(1e-15));
        assertThat(spread.degreesOfFreedom()).isEqualTo(3);
    }

    @Test
    void pairsOfManyGroupsAreToldApart() {
        int count = 50_000;
        int[] groups = IntStream.range(0, count).toArray();
        int[] classes = new int[count];
        int[][] voters = new int[count][0];
        int[][] without = new int[count][0];
        // Each of the last hundred images flips by the vote of one that does not.
        for (int image = count - 100; image < count; image++) {
            classes[image] = 1;
            voters[image] = new int[] {image - 200};
            without[image] = new int[] {0};
        }
        Influences moves = VotedShare.of(
                        groups, List.of(new Taken(classes, voters, without)), (image, taken) -> taken[0])
                .influences(
                        groups,
                        IntStream.range(0, count).mapToObj(Integer::toString).toList())
                .orElseThrow();
        // What votes add is noise.
        double alone = 0.002 * 0.998 / (count - 1);
        assertThat(moves.spread().orElseThrow().variance()).isCloseTo(alone, withinPercentage(3));
    }
}
