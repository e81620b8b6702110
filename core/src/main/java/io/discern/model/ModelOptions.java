package io.discern.model;

import io.discern.EncoderConfig;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * The options of an encoder that is opened from a model folder, parsed: the same for every engine.
 *
 * <p>Keys: {@code output}, {@code text-output}, {@code threads}, {@code preset}, {@code spec}, {@code name}, {@code truncate}.
 *
 * @param output the image tower's output to take as the embedding
 * @param textOutput the text tower's output to take as the embedding
 * @param threads the threads one run uses inside an operator; 0 leaves the choice to the engine (one per core)
 * @param preset the name of a Discern preprocessing preset, before whatever the folder says
 * @param spec a file with a Discern preprocessing specification, before whatever the folder says
 * @param name the encoder's name in tables
 * @param truncate whether a text longer than the context is cut instead of refused
 */
public record ModelOptions(
        Optional<String> output,
        Optional<String> textOutput,
        int threads,
        Optional<String> preset,
        Optional<Path> spec,
        Optional<String> name,
        boolean truncate) {

    private static final Set<String> KEYS = Set.of("output", "text-output", "threads", "preset", "spec", "name", "truncate");

    /**
     * Parses the options.
     *
     * @param provider the provider's name, for messages
     * @throws IllegalArgumentException for an unknown key or an illegal value
     */
    public static ModelOptions of(String provider, EncoderConfig config) {
        config.requireOptions(provider, KEYS);
        Values values = new Values(provider, config);
        ModelOptions options = new ModelOptions(
                values.text("output"),
                values.text("text-output"),
                values.text("threads").map(values::threadCount).orElse(0),
                values.text("preset"),
                values.text("spec").map(Path::of),
                values.text("name"),
                values.text("truncate").map(values::trueOrFalse).orElse(false));
        if (options.preset.isPresent() && options.spec.isPresent()) {
            throw new IllegalArgumentException(provider + ": options preset=" + options.preset.get() + " and spec="
                    + options.spec.get() + "; expected at most one of them");
        }
        return options;
    }

    /** Option values by key, each with its check. */
    private record Values(String provider, EncoderConfig config) {
        Optional<String> text(String key) {
            String value = config.options().get(key);
            if (value != null && value.isBlank()) {
                throw new IllegalArgumentException(provider + ": option " + key + " is empty; expected a value, or leave it out");
            }
            return Optional.ofNullable(value);
        }

        int threadCount(String value) {
            if (!value.matches("[1-9]\\d{0,3}")) {
                throw new IllegalArgumentException(provider + ": option threads=" + value + "; expected 1..9999");
            }
            return Integer.parseInt(value);
        }

        boolean trueOrFalse(String value) {
            return switch (value) {
                case "true" -> true;
                case "false" -> false;
                default -> throw new IllegalArgumentException(provider + ": option truncate=" + value + "; expected true or false");
            };
        }
    }
}
