package io.discern.analysis.overlay.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.discern.analysis.stats.Interval;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FlipCurveTest {

    /** A hundred images of which so many flip at each dose. */
    private static FlipCurve curve(double[] doses, int... flipping) {
        List<ImageShares> flips = IntStream.of(flipping)
                .mapToObj(FlipCurveTest::flipped)
                .map(ImageShares::of)
                .toList();
        return new FlipCurve(doses, flips);
    }

    private static double[] flipped(int many) {
        return IntStream.range(0, 100)
                .mapToDouble(image -> image < many ? 1 : 0)
                .toArray();
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
    void itsIntervalRunsFromWhereTheUpperEndsReachFivePercentToWhereTheLowerOnesDo() {
        int[] own = IntStream.range(0, 100).toArray();
        double[] doses = {0.1, 0.2, 0.4};
        FlipCurve rising = curve(doses, 2, 8, 30);
        Interval found = rising.thresholdInterval(own).orElseThrow();
        Interval first =
                ImageShares.of(flipped(2)).interval(new int[100], own, 1).orElseThrow();
        Interval second =
                ImageShares.of(flipped(8)).interval(new int[100], own, 1).orElseThrow();
        Interval last =
                ImageShares.of(flipped(30)).interval(new int[100], own, 1).orElseThrow();
        assertThat(first.high()).isGreaterThan(0.05);
        assertThat(found.low()).isCloseTo(0.1 * 0.05 / first.high(), within(1e-12));
        assertThat(second.low()).isLessThan(0.05);
        assertThat(found.high())
                .isCloseTo(0.2 + 0.2 * (0.05 - second.low()) / (last.low() - second.low()), within(1e-12));
        assertThat(curve(doses, 2, 4, 6).thresholdInterval(own)).isEmpty();
        assertThat(rising.thresholdInterval(new int[100])).isEmpty();
    }

    @Test
    void whatTheBoxFlipsIsTakenOff() {
        double[] doses = {1, 2, 3};
        FlipCurve beyond = curve(doses, 10, 30, 50).minus(curve(doses, 10, 26, 30));
        assertThat(beyond.threshold()).hasValueCloseTo(2 + 1 / 16.0, within(1e-12));
        assertThat(OverlayRows.mean(beyond.slope().ofImages())).isCloseTo(0.1, within(1e-12));
    }
}
