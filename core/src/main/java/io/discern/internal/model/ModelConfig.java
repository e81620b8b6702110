package io.discern.internal.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.discern.EncoderException;
import io.discern.text.Cleaning;
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
 * @param cleaning what the library does to a text before its tokenizer, where that is not Hugging Face's
 * @param separator the text of the token that the library takes out again, where it does
 */
record ModelConfig(
        String type,
        OptionalInt projection,
        OptionalInt context,
        OptionalInt vocabulary,
        Optional<String> padToken,
        Optional<Cleaning> cleaning,
        Optional<String> separator) {
    /** The vocabulary of the first SigLIP, which was trained on cleaned texts; the second one's were only lower-cased. */
    static final int SIGLIP_TOKENS = 32_000;

    private static final String SEPARATOR = "[SEP]";
    private static final String SIGLIP = "siglip";

    /** Larger values in {@code tokenizer_config.json} mean that there is no limit. */
    private static final int NO_LIMIT = 1_000_000;

    /** Reads what is there. */
    static ModelConfig read(Path folder) {
        JsonNode config = read(folder, "config.json");
        JsonNode openClip = read(folder, "open_clip_config.json").path("model_cfg");
        JsonNode tokenizer = read(folder, "tokenizer_config.json");
        JsonNode text = config.path("text_config");
        String type = config.path("model_type").asText("");
        OptionalInt vocabulary = first(length(text.path("vocab_size")), length(config.path("vocab_size")));
        JsonNode arguments = openClip.path("text_cfg").path("tokenizer_kwargs");
        return new ModelConfig(
                type,
                first(length(config.path("projection_dim")), length(openClip.path("embed_dim"))),
                // The smaller one: RoBERTa counts two positions that no token gets.
                least(
                        first(
                                length(text.path("max_position_embeddings")),
                                first(
                                        length(config.path("max_position_embeddings")),
                                        length(openClip.path("text_cfg").path("context_length")))),
                        length(tokenizer.path("model_max_length"))),
                vocabulary,
                token(tokenizer, "pad_token"),
                openClip.has("text_cfg")
                        ? Optional.of(openClip(openClip.path("text_cfg"), folder))
                        : type.startsWith(SIGLIP) ? Optional.of(siglip(vocabulary)) : Optional.empty(),
                arguments.path("strip_sep_token").asBoolean(false)
                        ? token(tokenizer, "sep_token").or(() -> Optional.of(SEPARATOR))
                        : Optional.empty());
    }

    /** SigLIP's absent key means its own vocabulary. */
    private static Cleaning siglip(OptionalInt vocabulary) {
        return vocabulary.orElse(SIGLIP_TOKENS) == SIGLIP_TOKENS ? Cleaning.SIGLIP : Cleaning.LOWER;
    }

    /** open_clip's own tokenizer lower-cases, those it takes from Hugging Face are given the case, unless told otherwise. */
    private static Cleaning openClip(JsonNode text, Path folder) {
        String usual = text.path("hf_tokenizer_name").asText("").isEmpty() ? "lower" : "whitespace";
        String clean = text.path("tokenizer_kwargs").path("clean").asText(usual);
        return switch (clean) {
            case "lower" -> Cleaning.OPEN_CLIP_LOWER;
            case "whitespace" -> Cleaning.OPEN_CLIP_WHITESPACE;
            case "canonicalize" -> Cleaning.OPEN_CLIP_CANONICALIZE;
            default ->
                throw new EncoderException(folder.resolve("open_clip_config.json") + ": \"clean\" is \"" + clean
                        + "\"; expected one of [lower, whitespace, canonicalize]");
        };
    }

    /** Whether it is a SigLIP, which was trained on texts padded to their full length and has no mask. */
    boolean isSiglip() {
        return type.startsWith(SIGLIP);
    }

    private static JsonNode read(Path folder, String name) {
        return ModelFolder.json(folder.resolve(name)).orElse(MissingNode.getInstance());
    }

    private static OptionalInt length(JsonNode node) {
        return node.isIntegralNumber() && node.canConvertToInt() && node.intValue() > 0 && node.intValue() < NO_LIMIT
                ? OptionalInt.of(node.intValue())
                : OptionalInt.empty();
    }

    private static Optional<String> token(JsonNode tokenizer, String key) {
        JsonNode token = tokenizer.path(key);
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
