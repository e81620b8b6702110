package io.discern.internal.model;

import com.fasterxml.jackson.databind.JsonNode;
import io.discern.EncoderException;
import io.discern.text.Cleaning;
import io.discern.text.Pooling;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What {@code discern.json} in a model folder states: facts that cannot be derived from the other files. Every key is
 * optional; an unknown one is refused.
 *
 * @param image the image tower
 * @param text the text tower
 * @param preset the name of a Discern preprocessing preset
 * @param preprocess a Discern preprocessing specification, inline, as JSON text; beside a preset, what that leaves open
 * @param normalized whether embeddings have unit length
 * @param logits what cosines become
 * @param texts how texts become tokens
 * @param about what is shown of the model
 */
record ModelManifest(
        Tower image,
        Tower text,
        Optional<String> preset,
        Optional<String> preprocess,
        boolean normalized,
        Logits logits,
        Texts texts,
        About about) {

    /**
     * A tower.
     *
     * @param model its file, relative to the folder
     * @param input the name of the pixel input; a text tower's inputs are known by their kinds
     * @param output the output that is the embedding
     * @param pooling how an output of one vector a token becomes the embedding
     */
    record Tower(Optional<String> model, Optional<String> input, Optional<String> output, Optional<Pooling> pooling) {}

    /**
     * What cosines become.
     *
     * @param scale what they are multiplied by, already exponentiated
     * @param bias what is added to the scaled ones
     */
    record Logits(OptionalDouble scale, OptionalDouble bias) {}

    /**
     * How texts become tokens.
     *
     * @param contextLength the length in tokens that texts are padded to, and their limit
     * @param padId the token id of padding
     * @param cleaning what is done to a text before its tokenizer
     */
    record Texts(OptionalInt contextLength, OptionalInt padId, Optional<Cleaning> cleaning) {}

    /**
     * What is shown of the model.
     *
     * @param name the encoder's name in tables
     * @param licence of the weights
     * @param description one line
     * @param trainingSeeds free text or a list
     */
    record About(
            Optional<String> name,
            Optional<String> licence,
            Optional<String> description,
            Optional<String> trainingSeeds) {}

    /** The file's name. */
    static final String FILE = "discern.json";

    private static final Set<String> KEYS = Set.of(
            "name",
            "imageModel",
            "textModel",
            "imageInput",
            "imageOutput",
            "textOutput",
            "imagePooling",
            "textPooling",
            "preset",
            "preprocess",
            "normalized",
            "logitScale",
            "logitBias",
            "contextLength",
            "padId",
            "textCleaning",
            "licence",
            "description",
            "trainingSeeds");

    /**
     * Reads {@code discern.json}; all empty where there is none.
     *
     * @throws EncoderException if it is malformed, or has an unknown key or an illegal value
     */
    static ModelManifest read(Path folder) {
        Path file = folder.resolve(FILE);
        Fields fields = new Fields(file, ModelFolder.json(file));
        Logits logits = new Logits(fields.number("logitScale"), fields.number("logitBias"));
        if (logits.scale.isPresent() && !(logits.scale.getAsDouble() > 0)) {
            throw new EncoderException(file + ": \"logitScale\" is " + logits.scale.getAsDouble()
                    + "; expected above 0: the factor itself, not its logarithm");
        }
        return new ModelManifest(
                new Tower(
                        fields.text("imageModel"),
                        fields.text("imageInput"),
                        fields.text("imageOutput"),
                        fields.parsed("imagePooling", Pooling::parse)),
                new Tower(
                        fields.text("textModel"),
                        Optional.empty(),
                        fields.text("textOutput"),
                        fields.parsed("textPooling", Pooling::parse)),
                fields.text("preset"),
                fields.get("preprocess", "an object", JsonNode::isObject).map(JsonNode::toString),
                fields.get("normalized", "true or false", JsonNode::isBoolean)
                        .map(JsonNode::booleanValue)
                        .orElse(false),
                logits,
                new Texts(
                        fields.integer("contextLength", 1),
                        fields.integer("padId", 0),
                        fields.parsed("textCleaning", Cleaning::parse)),
                new About(
                        fields.text("name"),
                        fields.text("licence"),
                        fields.text("description"),
                        fields.get("trainingSeeds", "a text or a list", node -> true)
                                .map(node -> node.isTextual() ? node.textValue() : node.toString())));
    }

    /** The members of the object, each checked for its kind. */
    private record Fields(Path file, Optional<JsonNode> root) {
        Fields {
            root.ifPresent(object -> object.fieldNames().forEachRemaining(key -> {
                if (!KEYS.contains(key)) {
                    throw new EncoderException(
                            file + ": unknown key \"" + key + "\"; legal keys: " + new TreeSet<>(KEYS));
                }
            }));
        }

        Optional<JsonNode> get(String key, String expected, Predicate<JsonNode> legal) {
            Optional<JsonNode> value = root.map(object -> object.get(key)).filter(node -> !node.isNull());
            value.filter(node -> !legal.test(node)).ifPresent(node -> {
                throw new EncoderException(file + ": \"" + key + "\" is " + node + "; expected " + expected);
            });
            return value;
        }

        Optional<String> text(String key) {
            return get(
                            key,
                            "a text that is not blank",
                            node -> node.isTextual() && !node.textValue().isBlank())
                    .map(JsonNode::textValue);
        }

        <T> Optional<T> parsed(String key, Function<String, T> parser) {
            try {
                return text(key).map(parser);
            } catch (IllegalArgumentException e) {
                throw new EncoderException(file + ": \"" + key + "\": " + e.getMessage(), e);
            }
        }

        OptionalDouble number(String key) {
            return get(key, "a finite number", node -> node.isNumber() && Double.isFinite(node.doubleValue()))
                    .map(node -> OptionalDouble.of(node.doubleValue()))
                    .orElse(OptionalDouble.empty());
        }

        OptionalInt integer(String key, int least) {
            return get(
                            key,
                            "an integer of at least " + least,
                            node -> node.canConvertToInt() && node.isIntegralNumber() && node.intValue() >= least)
                    .map(node -> OptionalInt.of(node.intValue()))
                    .orElse(OptionalInt.empty());
        }
    }
}
