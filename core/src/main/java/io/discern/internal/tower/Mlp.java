package io.discern.internal.tower;

import java.util.Optional;

/**
 * The layer of a block that treats each token by itself: {@code down(norm(f(up(x))))}, or, with a gate,
 * {@code down(norm(f(gate(x)) * up(x)))}.
 *
 * @param gate the gate of a SwiGLU and its kind
 * @param activation {@code f}
 * @param norm between the two, as EVA02 has
 */
public record Mlp(Linear up, Optional<Linear> gate, Activation activation, Optional<Norm> norm, Linear down) {}
