package io.discern.tokenizers;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * The tokens that are found in a text before anything else is. The native library ends the process over one that its normalizer
 * leaves nothing of, and over a blank one that takes in the blanks before it; what the normalizer makes of a token only the library
 * knows, so it is asked, with a tokenizer that has nothing but the normalizer.
 *
 * @param tokens as the file has them
 * @param normalizer checked; null where there is none
 */
record AddedTokens(List<Part> tokens, JsonNode normalizer) {
    private static final int MAX_TOKENS = 200_000;
    private static final int MAX_CHARS = 1024;
    private static final List<String> FLAGS = List.of("special", "single_word", "lstrip", "rstrip", "normalized");

    /** The tokens of a list that may be missing. */
    static AddedTokens of(Part list, JsonNode normalizer) {
        return new AddedTokens(list.isPresent() ? list.elements(MAX_TOKENS) : List.of(), normalizer);
    }

    /** A copy of what is known of them, each member checked. */
    ArrayNode checked() {
        ArrayNode copies = JsonNodeFactory.instance.arrayNode();
        for (Part token : tokens) {
            ObjectNode copy = copies.addObject();
            copy.put("id", token.object().get("id").integer(TokenizerFile.MAX_ID));
            copy.put("content", token.get("content").text(MAX_CHARS));
            for (String flag : FLAGS) {
                Part value = token.get(flag);
                if (!value.value().isMissingNode()) {
                    value.require(value.value().isBoolean(), "true or false");
                    copy.set(flag, value.value());
                }
            }
        }
        return copies;
    }

    /**
     * Asks the native library about each; to be called before it gets them.
     *
     * @throws io.discern.EncoderException if it could not cope with one
     */
    void tryOut() throws IOException {
        if (tokens.isEmpty()) {
            return;
        }
        JsonNode none = JsonNodeFactory.instance.nullNode();
        try (HuggingFaceTokenizer words = normalizing(normalizer, "WhitespaceSplit");
                HuggingFaceTokenizer whole = normalizing(normalizer, null);
                HuggingFaceTokenizer plainWords = normalizing(none, "WhitespaceSplit")) {
            for (Part token : tokens) {
                String content = token.get("content").value().textValue();
                boolean normalized = isSet(token, "normalized", !isSet(token, "special", false));
                if (content.isEmpty()) {
                    continue;
                }
                if (isSet(token, "lstrip", false)) {
                    token.require(
                            count(normalized ? words : plainWords, content) > 0,
                            "a token that is not blank, or \"lstrip\": false");
                }
                if (normalized) {
                    token.require(count(whole, content) > 0, "a token that the normalizer leaves something of");
                }
            }
        }
    }

    private static boolean isSet(Part token, String flag, boolean otherwise) {
        Part value = token.get(flag);
        return value.isPresent() ? value.value().booleanValue() : otherwise;
    }

    private static int count(HuggingFaceTokenizer tokenizer, String text) {
        return tokenizer.encode(text, false, false).getIds().length;
    }

    /** Every word, or every text, is one unknown token. */
    private static HuggingFaceTokenizer normalizing(JsonNode normalizer, String preTokenizer) throws IOException {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("version", "1.0");
        json.set("normalizer", normalizer);
        if (preTokenizer != null) {
            json.putObject("pre_tokenizer").put("type", preTokenizer);
        }
        json.putObject("model")
                .put("type", "WordLevel")
                .put("unk_token", "?")
                .putObject("vocab")
                .put("?", 0);
        return HuggingFaceTokenizer.newInstance(
                new ByteArrayInputStream(json.toString().getBytes(StandardCharsets.UTF_8)),
                Map.of("truncation", "false", "padding", "false"));
    }
}
