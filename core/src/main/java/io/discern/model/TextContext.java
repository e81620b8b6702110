package io.discern.model;

import com.fasterxml.jackson.databind.JsonNode;
import io.discern.EncoderException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How many tokens a text tower takes, and how shorter texts are filled up.
 *
 * @param limit the most tokens, special ones included; empty if nothing says so
 * @param padToLimit whether every text is padded to the limit, and not only to the longest of its batch
 * @param padId the id of padding, if something says so
 * @param padToken the text of the padding token, to be looked up in the tokenizer, if something says so
 */
public record TextContext(OptionalInt limit, boolean padToLimit, OptionalInt padId, Optional<String> padToken) {
    /** Larger values in {@code tokenizer_config.json} mean that there is no limit. */
    private static final int NO_LIMIT = 1_000_000;

    /**
     * Derives it: the length from the graph's fixed dimension, else {@code discern.json}, else {@code config.json}, else
     * {@code tokenizer_config.json}. Texts are padded to it where the graph or {@code discern.json} fixes it, where the model
     * is a SigLIP (trained so, and it has no mask), and where the graph takes no mask.
     *
     * @param fixed the only number of tokens the text tower takes, if there is one
     * @param hasMask whether the tower is told which tokens are padding
     * @param file what messages call the text tower's file
     * @throws EncoderException if two lengths contradict, or padding would be seen by the model and its length is unknown
     */
    public static TextContext of(ModelFolder folder, OptionalInt fixed, boolean hasMask, String file) {
        ModelManifest manifest = folder.manifest();
        OptionalInt stated = manifest.contextLength();
        if (fixed.isPresent() && stated.isPresent() && fixed.getAsInt() != stated.getAsInt()) {
            throw new EncoderException(file + ": takes " + fixed.getAsInt() + " tokens, but \"contextLength\" in "
                    + ModelManifest.FILE + " is " + stated.getAsInt() + "; expected the same. Correct or remove the latter.");
        }
        JsonNode config = JsonFile.read(folder.path().resolve("config.json")).orElse(null);
        JsonNode tokenizer = JsonFile.read(folder.path().resolve("tokenizer_config.json")).orElse(null);
        OptionalInt derived = or(positions(config), tokenizerLimit(tokenizer));
        boolean known = fixed.isPresent() || stated.isPresent();
        OptionalInt limit = fixed.isPresent() ? fixed : or(stated, derived);
        if (limit.isEmpty() && !hasMask) {
            throw new EncoderException(file + ": takes no attention_mask, so it would see the padding, and its context length "
                    + "is not known. Set \"contextLength\" and \"padId\" in " + folder.path().resolve(ModelManifest.FILE) + ".");
        }
        boolean siglip = config != null && config.path("model_type").asText().startsWith("siglip");
        return new TextContext(limit, known || (limit.isPresent() && (siglip || !hasMask)), manifest.padId(),
                padToken(tokenizer));
    }

    private static OptionalInt positions(JsonNode config) {
        if (config == null) {
            return OptionalInt.empty();
        }
        JsonNode text = config.path("text_config").path("max_position_embeddings");
        return length(text.isMissingNode() ? config.path("max_position_embeddings") : text);
    }

    private static OptionalInt tokenizerLimit(JsonNode tokenizer) {
        return tokenizer == null ? OptionalInt.empty() : length(tokenizer.path("model_max_length"));
    }

    private static OptionalInt length(JsonNode node) {
        return node.isIntegralNumber() && node.canConvertToInt() && node.intValue() > 0 && node.intValue() < NO_LIMIT
                ? OptionalInt.of(node.intValue())
                : OptionalInt.empty();
    }

    private static Optional<String> padToken(JsonNode tokenizer) {
        if (tokenizer == null) {
            return Optional.empty();
        }
        JsonNode token = tokenizer.path("pad_token");
        JsonNode content = token.isObject() ? token.path("content") : token;
        return content.isTextual() ? Optional.of(content.textValue()) : Optional.empty();
    }

    private static OptionalInt or(OptionalInt first, OptionalInt second) {
        return first.isPresent() ? first : second;
    }
}
