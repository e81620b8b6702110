package io.discern.internal.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a model's own configuration says about its shape: {@code config.json} (Hugging Face), {@code open_clip_config.json} and
 * {@code tokenizer_config.json}, as far as they are there. The logit scale is not among it: these files only have the value
 * that training started from.
 *
 * @param type Hugging Face's model type, or empty
 * @param projection the length of a projected embedding
 * @param context the most tokens of a text
 * @param vocabulary the number of tokens
 * @param padToken the text of the padding token
 */
record ModelConfig(
        String type, OptionalInt projection, OptionalInt context, OptionalInt vocabulary, Optional<String> padToken) {
    /** Larger values in {@code tokenizer_config.json} mean that there is no limit. */
    private static final int NO_LIMIT = 1_000_000;

    /** Reads what is there. */
    static ModelConfig read(Path folder) {
        JsonNode config = read(folder, "config.json");
        JsonNode openClip = read(folder, "open_clip_config.json").path("model_cfg");
        JsonNode tokenizer = read(folder, "tokenizer_config.json");
        JsonNode text = config.path("text_config");
        return new ModelConfig(
                config.path("model_type").asText(""),
                first(length(config.path("projection_dim")), length(openClip.path("embed_dim"))),
                // The smaller one: RoBERTa counts two positions that no token gets.
                least(
                        first(
                                length(text.path("max_position_embeddings")),
                                first(
                                        length(config.path("max_position_embeddings")),
                                        length(openClip.path("text_cfg").path("context_length")))),
                        length(tokenizer.path("model_max_length"))),
                first(length(text.path("vocab_size")), length(config.path("vocab_size"))),
                padToken(tokenizer));
    }

    /** Whether it is a SigLIP, which was trained on texts padded to their full length and has no mask. */
    boolean isSiglip() {
        return type.startsWith("siglip");
    }

    private static JsonNode read(Path folder, String name) {
        return JsonFile.read(folder.resolve(name)).orElse(MissingNode.getInstance());
    }

    private static OptionalInt length(JsonNode node) {
        return node.isIntegralNumber() && node.canConvertToInt() && node.intValue() > 0 && node.intValue() < NO_LIMIT
                ? OptionalInt.of(node.intValue())
                : OptionalInt.empty();
    }

    private static Optional<String> padToken(JsonNode tokenizer) {
        JsonNode token = tokenizer.path("pad_token");
        JsonNode content = token.isObject() ? token.path("content") : token;
        return content.isTextual() ? Optional.of(content.textValue()) : Optional.empty();
    }

    private static OptionalInt first(OptionalInt first, OptionalInt second) {
        return first.isPresent() ? first : second;
    }

    static OptionalInt least(OptionalInt one, OptionalInt other) {
        return one.isPresent() && other.isPresent()
                ? OptionalInt.of(Math.min(one.getAsInt(), other.getAsInt()))
                : first(one, other);
    }
}
