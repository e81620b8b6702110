package io.discern.analysis;

import java.util.Objects;

/**
 * What a result is a measurement of: a metric and one of its variants, with the parameters that tell variants apart.
 *
 * <p>The metric that produces a result makes its key; whoever looks for the result asks the metric for the same key, for example
 * {@code KnnAccuracy.Key.leaveOneOut(5, Score.BALANCED)}. Keys print to the stable strings of the files ({@link #metric()},
 * {@link #variant()}), and two keys that print alike mean the same. A metric with parameters of its own writes a record that
 * implements {@link FormedKey}; one without may take {@link #of}. Keys are immutable.
 */
public interface ResultKey {

    /** The stable name of the metric, for example {@code knn}. */
    String metric();

    /** The stable name of the variant, for example {@code loo,k=5,balanced}. */
    String variant();

    /**
     * A key without parameters.
     *
     * @throws IllegalArgumentException if a name is blank
     */
    static ResultKey of(String metric, String variant) {
        return new NamedKey(metric, variant);
    }

    /** Whether another key means the same: it prints alike. */
    default boolean means(ResultKey other) {
        return metric().equals(other.metric()) && variant().equals(other.variant());
    }

    /** A key that is nothing but its names. */
    record NamedKey(String metric, String variant) implements ResultKey {
        /** Checks that there are names. */
        public NamedKey {
            if (Objects.requireNonNull(metric, "metric").isBlank()
                    || Objects.requireNonNull(variant, "variant").isBlank()) {
                throw new IllegalArgumentException("result key '" + metric + "', '" + variant
                        + "'; expected a name of the metric and one of the variant");
            }
        }

        @Override
        public String toString() {
            return metric + " " + variant;
        }
    }
}
