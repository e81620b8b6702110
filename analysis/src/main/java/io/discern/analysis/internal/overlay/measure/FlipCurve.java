package io.discern.analysis.internal.overlay.measure;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * The share of predictions that change at each dose, or that share less what the box does.
 *
 * @param doses ascending
 * @param rates at each dose, of the same images
 */
record FlipCurve(double[] doses, List<VotedShare> rates) {
    /** The rate whose dose is asked for. */
    static final double THRESHOLD = 0.05;

    /** What is left when the flips of another curve of the same doses are taken off. */
    FlipCurve minus(FlipCurve other) {
        return new FlipCurve(
                doses,
                IntStream.range(0, doses.length)
                        .mapToObj(i -> rates.get(i).minus(other.rates.get(i)))
                        .toList());
    }

    /** The least-squares slope of the rate over the doses: a weighted sum of the rates. */
    VotedShare slope() {
        double middle = Arrays.stream(doses).average().orElseThrow();
        double squares = Arrays.stream(doses)
                .map(dose -> (dose - middle) * (dose - middle))
                .sum();
        return VotedShare.sum(
                Arrays.stream(doses).map(dose -> (dose - middle) / squares).toArray(), rates);
    }

    /** The least dose drawn. */
    double leastDose() {
        return doses[0];
    }

    /** The least dose at which the rate is reached, if one is. Linear between doses, from 0 at dose 0. */
    OptionalDouble threshold() {
        double lastDose = 0;
        double lastRate = 0;
        for (int i = 0; i < doses.length; i++) {
            double rate = rates.get(i).value();
            if (rate >= THRESHOLD) {
                return OptionalDouble.of(lastDose + (doses[i] - lastDose) * (THRESHOLD - lastRate) / (rate - lastRate));
            }
            lastDose = doses[i];
            lastRate = rate;
        }
        return OptionalDouble.empty();
    }
}
