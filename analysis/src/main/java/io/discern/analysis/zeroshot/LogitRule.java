package io.discern.analysis.zeroshot;

import io.discern.EncoderInfo;
import io.discern.analysis.internal.probe.Softmax;
import java.util.Arrays;
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

    /** What the encoder states. */
    public static LogitRule of(EncoderInfo info) {
        return new LogitRule(
                info.logitScale(), info.logitScale().isPresent() ? info.logitBias() : OptionalDouble.empty());
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

    /** The probabilities of the classes; they sum to 1 only under softmax. Empty if the scale is not known. */
    double[] probabilities(double[] cosines) {
        double factor = scale.orElseThrow();
        double[] logits = Arrays.stream(cosines)
                .map(cosine -> factor * cosine + bias.orElse(0))
                .toArray();
        if (bias.isPresent()) {
            return Arrays.stream(logits)
                    .map(logit -> 1 / (1 + Math.exp(-logit)))
                    .toArray();
        }
        Softmax.inPlace(logits);
        return logits;
    }
}
