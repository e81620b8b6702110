package io.discern;

import java.util.OptionalDouble;

/**
 * How a model turns cosines into probabilities: {@code softmax(scale cos)}, classes exclude each other (CLIP), or
 * {@code sigmoid(scale cos + bias)}, each class for itself (SigLIP).
 *
 * @param scale what cosines are multiplied by, already exponentiated; absent if nobody knows it
 * @param bias what is added; it makes the rule sigmoid
 */
public record LogitRule(OptionalDouble scale, OptionalDouble bias) {
    /** Checks the numbers. */
    public LogitRule {
        if (scale.isPresent() && !(scale.getAsDouble() > 0 && Double.isFinite(scale.getAsDouble()))
                || bias.isPresent() && (scale.isEmpty() || !Double.isFinite(bias.getAsDouble()))) {
            throw new IllegalArgumentException("logit scale " + scale + ", bias " + bias
                    + "; expected a positive scale, and a bias only with a scale");
        }
    }

    /** Softmax of scaled cosines. */
    public static LogitRule softmax(double scale) {
        return new LogitRule(OptionalDouble.of(scale), OptionalDouble.empty());
    }

    /** Sigmoid of scaled and shifted cosines. */
    public static LogitRule sigmoid(double scale, double bias) {
        return new LogitRule(OptionalDouble.of(scale), OptionalDouble.of(bias));
    }

    /** Cosines and no more: there are no probabilities. */
    public static LogitRule unknown() {
        return new LogitRule(OptionalDouble.empty(), OptionalDouble.empty());
    }
}
