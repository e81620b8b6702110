package io.discern.analysis.overlay;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/** Which image's prediction changes at which dose, counted as 1, or as 1 less what the box does. */
final class FlipCurve {
    /** The rate whose dose is asked for. */
    static final double THRESHOLD = 0.05;

    private final double[] doses;
    private final double[][] flips;

    /**
     * Creates it.
     *
     * @param doses ascending
     * @param flips for each dose and image
     */
    FlipCurve(double[] doses, List<double[]> flips) {
        this.doses = doses;
        this.flips = flips.toArray(double[][]::new);
    }

    /** What is left when the flips of another curve of the same doses are taken off. */
    FlipCurve minus(FlipCurve other) {
        return new FlipCurve(
                doses, IntStream.range(0, doses.length).mapToObj(i -> OverlayRows.minus(flips[i], other.flips[i])).toList());
    }

    /** The least-squares slope of the rate over the doses: a weighted sum of the rates. */
    ImageShares slope() {
        double middle = Arrays.stream(doses).average().orElseThrow();
        double squares = Arrays.stream(doses).map(dose -> (dose - middle) * (dose - middle)).sum();
        return new ImageShares(Arrays.stream(doses).map(dose -> (dose - middle) / squares).toArray(), flips);
    }

    /** The least dose drawn. */
    double leastDose() {
        return doses[0];
    }

    /** The least dose at which the rate is reached, if one is. */
    OptionalDouble threshold() {
        double dose = threshold(ImageDraws.once(flips[0].length));
        return Double.isInfinite(dose) ? OptionalDouble.empty() : OptionalDouble.of(dose);
    }

    /** The same when each image is drawn so often; infinite if no dose reaches it. Linear between doses, from 0 at dose 0. */
    double threshold(int[] draws) {
        double lastDose = 0;
        double lastRate = 0;
        for (int dose = 0; dose < doses.length; dose++) {
            double rate = rate(flips[dose], draws);
            if (rate >= THRESHOLD) {
                return lastDose + (doses[dose] - lastDose) * (THRESHOLD - lastRate) / (rate - lastRate);
            }
            lastDose = doses[dose];
            lastRate = rate;
        }
        return Double.POSITIVE_INFINITY;
    }

    private static double rate(double[] flips, int[] draws) {
        double flipped = 0;
        double drawn = 0;
        for (int row = 0; row < draws.length; row++) {
            flipped += draws[row] * flips[row];
            drawn += draws[row];
        }
        return flipped / drawn;
    }
}
