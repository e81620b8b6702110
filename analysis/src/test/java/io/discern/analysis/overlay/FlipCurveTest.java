package io.discern.analysis.overlay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FlipCurveTest {

    /** A hundred images of which so many flip at each dose. */
    private static FlipCurve curve(double[] doses, int... flipping) {
        List<double[]> flips = IntStream.of(flipping)
                .mapToObj(many -> IntStream.range(0, 100).mapToDouble(image -> image < many ? 1 : 0).toArray())
                .toList();
        return new FlipCurve(doses, flips);
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
    void repeatedImagesCountAsOftenAsTheyAreDrawn() {
        int[] draws = ImageDraws.once(100);
        draws[0] = 101;
        assertThat(curve(new double[] {0.1, 0.2}, 1, 1).threshold(draws)).isCloseTo(0.1 * 0.05 * 200 / 101, within(1e-12));
    }

    @Test
    void whatTheBoxFlipsIsTakenOff() {
        double[] doses = {1, 2, 3};
        FlipCurve beyond = curve(doses, 10, 30, 50).minus(curve(doses, 10, 26, 30));
        assertThat(beyond.threshold()).hasValueCloseTo(2 + 1 / 16.0, within(1e-12));
        assertThat(OverlayRows.mean(beyond.slope().ofImages()))
                .isCloseTo(0.1, within(1e-12));
    }
}
