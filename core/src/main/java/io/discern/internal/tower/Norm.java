package io.discern.internal.tower;

import java.util.Optional;

/**
 * A normalisation over the last dimension: {@code (x - mean) / sqrt(var + epsilon) * scale + shift}, or without the mean
 * ({@code x / sqrt(mean(x^2) + epsilon) * scale}).
 *
 * @param rms whether it is the one without the mean
 */
public record Norm(Weight scale, Optional<Weight> shift, double epsilon, boolean rms) {}
