package io.discern.internal.model;

import io.discern.EncoderConfig;
import io.discern.text.Pooling;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The options of an encoder that is opened from a model folder, parsed: the same for every engine.
 *
 * <p>Keys: {@code output}, {@code text-output}, {@code pooling}, {@code text-pooling}, {@code threads}, {@code time-limit}, {@code preset},
 * {@code spec}, {@code config}, {@code preprocessor}, {@code name}, {@code truncate}, {@code check}, {@code fixed-batch}, {@code download},
 * {@code source}.
 *
 * @param image what is taken of the image tower
 * @param text what is taken of the text tower
 * @param preprocessing what happens to images
 * @param runs how the model runs
 * @param name the encoder's name in tables
 * @param truncate whether a text longer than the context is cut instead of refused
 * @param download whether a location on the hub may be fetched over the network
 * @param source {@code onnx} or {@code weights}: which of a folder's models is opened, where it has an exported one and its
 *     published weights; by default the exported one
 */
record ModelOptions(
        Output image,
        Output text,
        Preprocessing preprocessing,
        Runs runs,
        Optional<String> name,
        boolean truncate,
        boolean download,
        Optional<String> source) {

    /**
     * What is taken of a tower.
     *
     * @param name of the output to take as the embedding
     * @param pooling how an output of one vector a token becomes the embedding
     */
    record Output(Optional<String> name, Optional<Pooling> pooling) {}

    /**
     * What happens to images.
     *
     * @param preset the name of a Discern preprocessing preset, before whatever the folder says
     * @param spec a file with a Discern preprocessing specification, before whatever the folder says; beside {@code preset}, a
     *     file with what that leaves open
     * @param config which of the folder's published files says it
     * @param by who preprocesses, on the encoder's device; where it is missing, Java on the processor: the bits are the same
     */
    record Preprocessing(Optional<String> preset, Optional<Path> spec, Optional<String> config, Optional<String> by) {

        /** The name of an option that says it, if there is one. */
        Optional<String> statedBy() {
            if (preset.isPresent()) {
                return Optional.of("preset");
            }
            return spec.isPresent() ? Optional.of("spec") : config.map(file -> "config");
        }
    }

    /**
     * How the model runs.
     *
     * @param threads the threads one run uses inside an operator; 0 leaves the choice to the engine (one per core)
     * @param timeLimit the seconds after which a run is ended
     * @param checked whether opening measures how much an embedding depends on its batch
     * @param fixedBatch whether every run has exactly the configured batch size, the last one filled up
     */
    record Runs(int threads, OptionalInt timeLimit, boolean checked, boolean fixedBatch) {}

    private static final Set<String> KEYS = Set.of(
            "output",
            "text-output",
            "pooling",
            "text-pooling",
            "threads",
            "time-limit",
            "preset",
            "spec",
            "config",
            "preprocessor",
            "name",
            "truncate",
            "check",
            "fixed-batch",
            "download");

    private static final String SOURCE = "source";

    /**
     * Parses the options; {@code source} is one where the engine runs published weights too.
     *
     * @throws IllegalArgumentException for an unknown key or an illegal value
     */
    static ModelOptions of(ModelFormat format, EncoderConfig config) {
        Set<String> keys = new HashSet<>(KEYS);
        if (format.choosesSource()) {
            keys.add(SOURCE);
        }
        keys.addAll(format.ownOptions());
        config.requireOptions(format.provider(), keys);
        Values values = new Values(format.provider(), config);
        if (values.text("config").isPresent()
                && (values.text("preset").isPresent() || values.text("spec").isPresent())) {
            throw new IllegalArgumentException(format.provider()
                    + ": option config beside preset or spec; expected one of them: each says the preprocessing");
        }
        return new ModelOptions(
                new Output(values.text("output"), values.text("pooling").map(Pooling::parse)),
                new Output(
                        values.text("text-output"), values.text("text-pooling").map(Pooling::parse)),
                new Preprocessing(
                        values.text("preset"),
                        values.text("spec").map(Path::of),
                        values.text("config"),
                        values.text("preprocessor")),
                new Runs(
                        values.text("threads").map(values::threadCount).orElse(0),
                        values.seconds("time-limit"),
                        values.flag("check"),
                        values.flag("fixed-batch")),
                values.text("name"),
                values.flag("truncate"),
                values.flag("download"),
                values.oneOf(SOURCE, List.of("onnx", "weights")));
    }

    /** Option values by key, each with its check. */
    private record Values(String provider, EncoderConfig config) {
        Optional<String> text(String key) {
            String value = config.options().get(key);
            if (value != null && value.isBlank()) {
                throw new IllegalArgumentException(
                        provider + ": option " + key + " is empty; expected a value, or leave it out");
            }
            return Optional.ofNullable(value);
        }

        int threadCount(String value) {
            if (!value.matches("[1-9]\\d{0,3}")) {
                throw new IllegalArgumentException(provider + ": option threads=" + value + "; expected 1..9999");
            }
            return Integer.parseInt(value);
        }

        Optional<String> oneOf(String key, List<String> legal) {
            Optional<String> value = text(key);
            if (value.isPresent() && !legal.contains(value.get())) {
                throw new IllegalArgumentException(
                        provider + ": option " + key + "=" + value.get() + "; expected one of " + legal);
            }
            return value;
        }

        OptionalInt seconds(String key) {
            String value = text(key).orElse(null);
            if (value != null && !value.matches("[1-9]\\d{0,6}")) {
                throw new IllegalArgumentException(
                        provider + ": option " + key + "=" + value + "; expected seconds, 1..9999999");
            }
            return value == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(value));
        }

        boolean flag(String key) {
            String value = text(key).orElse("false");
            if (!value.equals("true") && !value.equals("false")) {
                throw new IllegalArgumentException(
                        provider + ": option " + key + "=" + value + "; expected true or false");
            }
            return value.equals("true");
        }
    }
}
