package io.discern.analysis.internal.overlay.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.discern.analysis.internal.overlay.run.Taken;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FlipCurveTest {

    /** A hundred images of which so many flip at each dose. */
    private static FlipCurve curve(double[] doses, int... flipping) {
        return new FlipCurve(
                doses, IntStream.of(flipping).mapToObj(FlipCurveTest::flipped).toList());
    }

    private static VotedShare flipped(int many) {
        int[] groups = IntStream.range(0, 100).toArray();
        int[] classes =
                IntStream.range(0, 100).map(image -> image < many ? 1 : 0).toArray();
        Taken taken = new Taken(classes, new int[100][0], new int[100][0]);
        return VotedShare.of(groups, List.of(taken), (image, found) -> found[0]);
    }

    @Test
    void theThresholdLiesOnTheLineBetweenTwoDoses() {
        double[] doses = {0.1, 0.2, 0.4};
        assertThat(curve(doses, 2, 4, 10).threshold()).hasValueCloseTo(0.2 + 0.2 / 6, within(1e-12));
        assertThat(curve(doses, 20, 30, 40).threshold()).hasValueCloseTo(0.025, within(1e-12));
        assertThat(curve(doses, 4, 3, 5).threshold()).hasValueCloseTo(0.4, within(1e-12));
        assertThat(curve(doses, 0, 4, 4).threshold()).isEmpty();
    }

    @Test
    void whatTheBoxFlipsIsTakenOff() {
        double[] doses = {1, 2, 3};
        FlipCurve beyond = curve(doses, 10, 30, 50).minus(curve(doses, 10, 26, 30));
        assertThat(beyond.threshold()).hasValueCloseTo(2 + 1 / 16.0, within(1e-12));
        assertThat(beyond.slope().value()).isCloseTo(0.1, within(1e-12));
    }
}
