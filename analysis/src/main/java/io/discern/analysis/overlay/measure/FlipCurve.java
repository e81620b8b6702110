package io.discern.analysis.overlay.measure;

import io.discern.analysis.stats.Interval;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/** The share of predictions that change at each dose, or that share less what the box does. */
final class FlipCurve {
    /** The rate whose dose is asked for. */
    static final double THRESHOLD = 0.05;

    private final double[] doses;
    private final List<ImageShares> rates;

    /**
     * Creates it.
     *
     * @param doses ascending
     * @param rates at each dose
     */
    FlipCurve(double[] doses, List<ImageShares> rates) {
        this.doses = doses;
        this.rates = rates;
    }

    /** What is left when the flips of another curve of the same doses are taken off. */
    FlipCurve minus(FlipCurve other) {
        return new FlipCurve(
                doses,
                IntStream.range(0, doses.length)
                        .mapToObj(i -> rates.get(i).minus(other.rates.get(i)))
                        .toList());
    }

    /** The least-squares slope of the rate over the doses: a weighted sum of the rates. */
    ImageShares slope() {
        double middle = Arrays.stream(doses).average().orElseThrow();
        double squares = Arrays.stream(doses)
                .map(dose -> (dose - middle) * (dose - middle))
                .sum();
        return ImageShares.sum(
                Arrays.stream(doses).map(dose -> (dose - middle) / squares).toArray(), rates);
    }

    /** The least dose drawn. */
    double leastDose() {
        return doses[0];
    }

    /** The least dose at which the rate is reached, if one is. Linear between doses, from 0 at dose 0. */
    OptionalDouble threshold() {
        double dose = reached(rates.stream()
                .mapToDouble(rate -> OverlayRows.mean(rate.ofImages()))
                .toArray());
        return Double.isInfinite(dose) ? OptionalDouble.empty() : OptionalDouble.of(dose);
    }

    /**
     * From the dose at which the upper ends of the rates' intervals reach it to that at which the lower ones do.
     *
     * @param groups of the images
     * @return empty if the lower ends do nowhere
     */
    Optional<Interval> thresholdInterval(int[] groups) {
        List<Interval> ends = rates.stream()
                .flatMap(rate -> rate.interval(new int[groups.length], groups, 1).stream())
                .toList();
        double last = reached(ends.stream().mapToDouble(Interval::low).toArray());
        return Double.isInfinite(last)
                ? Optional.empty()
                : Optional.of(new Interval(
                        reached(ends.stream().mapToDouble(Interval::high).toArray()), last));
    }

    /** Infinite if no dose reaches it. */
    private double reached(double[] atDoses) {
        double lastDose = 0;
        double lastRate = 0;
        for (int i = 0; i < atDoses.length; i++) {
            if (atDoses[i] >= THRESHOLD) {
                return lastDose + (doses[i] - lastDose) * (THRESHOLD - lastRate) / (atDoses[i] - lastRate);
            }
            lastDose = doses[i];
            lastRate = atDoses[i];
        }
        return Double.POSITIVE_INFINITY;
    }
}
