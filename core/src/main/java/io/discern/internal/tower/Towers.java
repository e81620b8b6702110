package io.discern.internal.tower;

import io.discern.internal.weights.Weights;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A checkpoint: its weights, and the networks they are the weights of. An image tower alone, a text tower alone, or both.
 *
 * @param weights where the arrays lie
 * @param image the image tower
 * @param text the text tower
 * @param noText why there is no text tower, where the checkpoint has one that is not known here
 * @param logitScale what cosines are multiplied by, already exponentiated
 * @param logitBias what is added to the scaled cosines
 */
public record Towers(
        Weights weights,
        Optional<ImageTower> image,
        Optional<TextTower> text,
        Optional<String> noText,
        OptionalDouble logitScale,
        OptionalDouble logitBias) {}
