package io.discern.analysis;

import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/**
 * Results over doses, which pages draw as a line for each encoder, with the null values dashed. Immutable.
 *
 * @param <K> the kind of keys
 * @param title of the chart
 * @param explanation what it shows and what its control is
 * @param axis what the doses are
 * @param kind the kind of keys
 * @param belongs which keys of that kind are on the curve
 * @param dose of a key
 */
public record Curve<K extends ResultKey>(
        String title, String explanation, String axis, Class<K> kind, Predicate<K> belongs, ToDoubleFunction<K> dose) {
    /** Checks that all is there. */
    public Curve {
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(explanation, "explanation");
        Objects.requireNonNull(axis, "axis");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(belongs, "belongs");
        Objects.requireNonNull(dose, "dose");
    }

    /** The results on the curve by dose; empty if there are none. */
    public SortedMap<Double, MetricResult> in(Results results) {
        SortedMap<Double, MetricResult> line = new TreeMap<>();
        results.of(kind).forEach((key, result) -> {
            if (belongs.test(key)) {
                line.putIfAbsent(dose.applyAsDouble(key), result);
            }
        });
        return line;
    }
}
