package io.discern.tokenizers;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.discern.EncoderException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

/**
 * A {@code tokenizer.json} that has been looked through: what in it would end the process inside the native library is refused
 * here, and the library gets a copy of what is known to be sound. Decoding, padding and truncation are not in the copy: nothing
 * here decodes, and the other two are the caller's.
 *
 * @param json the copy
 * @param added to be tried out before the library gets the copy
 * @param maxChars the most characters of a text
 */
record TokenizerFile(String json, AddedTokens added, int maxChars) {
    /** The largest id of a token. */
    static final int MAX_ID = (1 << 24) - 1;

    private static final int MAX_BYTES = 256 << 20;
    private static final int MAX_DEPTH = 48;
    private static final int MAX_STRING = 8 << 20;
    private static final Set<String> KEYS = Set.of(
            "version",
            "truncation",
            "padding",
            "added_tokens",
            "normalizer",
            "pre_tokenizer",
            "post_processor",
            "decoder",
            "model");

    private static final ObjectMapper MAPPER = new ObjectMapper(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxStringLength(MAX_STRING)
                            .maxNameLength(MAX_STRING)
                            .build())
                    .build())
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /**
     * Reads and checks a file.
     *
     * @throws EncoderException if it cannot be read, is too large, or cannot be used; says where in it
     */
    static TokenizerFile read(Path file) {
        Part root = new Part(file, "", tree(file));
        root.require(root.value().isObject(), "one JSON object");
        for (String key : root.keys()) {
            root.get(key).require(KEYS.contains(key), "no key but " + new TreeSet<>(KEYS));
        }
        root.get("version").oneOf(Set.of("1.0"));
        Limits limits = new Limits();
        ObjectNode copy = JsonNodeFactory.instance.objectNode();
        copy.put("version", "1.0").putNull("truncation").putNull("padding");
        JsonNode normalizer = Steps.NORMALIZER.checked(root.get("normalizer"), limits);
        AddedTokens added = AddedTokens.of(root.get("added_tokens"), normalizer);
        copy.set("added_tokens", added.checked());
        copy.set("normalizer", normalizer);
        copy.set("pre_tokenizer", Steps.PRE_TOKENIZER.checked(root.get("pre_tokenizer"), limits));
        copy.set("post_processor", PostProcessors.ALL.checked(root.get("post_processor"), limits));
        copy.putNull("decoder");
        copy.set("model", Models.checked(root.get("model"), limits));
        return new TokenizerFile(copy.toString(), added, limits.maxChars());
    }

    private static JsonNode tree(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new EncoderException(file + ": is no file; expected a tokenizer.json of Hugging Face's tokenizers.");
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new EncoderException(file + ": more than " + MAX_BYTES + " bytes; expected a tokenizer.json");
            }
            return MAPPER.readTree(bytes);
        } catch (JsonProcessingException e) {
            String where = e.getLocation() == null
                    ? ""
                    : " at line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr();
            throw new EncoderException(
                    file + ": the tokenizer cannot be loaded: " + e.getOriginalMessage() + where
                            + ". Check that the file was copied or downloaded completely.",
                    e);
        } catch (IOException e) {
            throw new EncoderException(file + ": the tokenizer cannot be read: " + e.getMessage(), e);
        }
    }
}
