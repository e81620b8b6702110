package io.discern.internal.tower;

/** What comes between two linear layers. */
public enum Activation {
    /** {@code x * Phi(x)}, with the error function. */
    GELU,
    /** {@code 0.5 x (1 + tanh(sqrt(2/pi) (x + 0.044715 x^3)))}. */
    GELU_TANH,
    /** {@code x * sigmoid(1.702 x)}. */
    QUICK_GELU,
    /** {@code x * sigmoid(x)}. */
    SILU,
    /** {@code max(x, 0)}. */
    RELU,
    /** The hyperbolic tangent. */
    TANH
}
