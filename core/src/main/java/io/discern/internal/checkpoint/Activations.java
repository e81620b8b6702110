package io.discern.internal.checkpoint;

import io.discern.internal.tower.Activation;
import java.util.Map;
import java.util.TreeSet;

/** The names that transformers and timm have for activations. */
final class Activations {
    private static final Map<String, Activation> NAMES = Map.ofEntries(
            Map.entry("gelu", Activation.GELU),
            Map.entry("gelu_python", Activation.GELU),
            Map.entry("gelu_new", Activation.GELU_TANH),
            Map.entry("gelu_fast", Activation.GELU_TANH),
            Map.entry("gelu_pytorch_tanh", Activation.GELU_TANH),
            Map.entry("gelu_accurate", Activation.GELU_TANH),
            Map.entry("gelu_tanh", Activation.GELU_TANH),
            Map.entry("quick_gelu", Activation.QUICK_GELU),
            Map.entry("silu", Activation.SILU),
            Map.entry("swish", Activation.SILU),
            Map.entry("relu", Activation.RELU),
            Map.entry("tanh", Activation.TANH));

    private Activations() {}

    /** The activation at a key. */
    static Activation of(Config config, String key, String absent) {
        Activation activation = NAMES.get(config.text(key, absent));
        if (activation == null) {
            throw config.wrong(key, "one of " + new TreeSet<>(NAMES.keySet()));
        }
        return activation;
    }
}
