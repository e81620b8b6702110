package io.discern.backend.onnx;

import io.discern.EncoderConfig;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * The options of {@code onnx:}, parsed.
 *
 * @param output the image tower's output to take as the embedding
 * @param textOutput the text tower's output to take as the embedding
 * @param threads the threads one run uses inside an operator; 0 leaves the choice to ONNX Runtime (one per core)
 * @param preset the name of a Discern preprocessing preset, before whatever the folder says
 * @param spec a file with a Discern preprocessing specification, before whatever the folder says
 * @param name the encoder's name in tables
 * @param truncate whether a text longer than the context is cut instead of refused
 */
record OnnxOptions(
        Optional<String> output,
        Optional<String> textOutput,
        int threads,
        Optional<String> preset,
        Optional<Path> spec,
        Optional<String> name,
        boolean truncate) {

    static final Set<String> KEYS = Set.of("output", "text-output", "threads", "preset", "spec", "name", "truncate");

    /**
     * Parses the options.
     *
     * @throws IllegalArgumentException for an unknown key or an illegal value
     */
    static OnnxOptions of(EncoderConfig config) {
        config.requireOptions("onnx", KEYS);
        OnnxOptions options = new OnnxOptions(
                text(config, "output"),
                text(config, "text-output"),
                text(config, "threads").map(OnnxOptions::threadCount).orElse(0),
                text(config, "preset"),
                text(config, "spec").map(Path::of),
                text(config, "name"),
                text(config, "truncate").map(OnnxOptions::trueOrFalse).orElse(false));
        if (options.preset.isPresent() && options.spec.isPresent()) {
            throw new IllegalArgumentException("onnx: options preset=" + options.preset.get() + " and spec="
                    + options.spec.get() + "; expected at most one of them");
        }
        return options;
    }

    private static Optional<String> text(EncoderConfig config, String key) {
        String value = config.options().get(key);
        if (value != null && value.isBlank()) {
            throw new IllegalArgumentException("onnx: option " + key + " is empty; expected a value, or leave it out");
        }
        return Optional.ofNullable(value);
    }

    private static int threadCount(String value) {
        if (!value.matches("[1-9]\\d{0,3}")) {
            throw new IllegalArgumentException("onnx: option threads=" + value + "; expected 1..9999");
        }
        return Integer.parseInt(value);
    }

    private static boolean trueOrFalse(String value) {
        return switch (value) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("onnx: option truncate=" + value + "; expected true or false");
        };
    }
}
