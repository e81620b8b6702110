package io.discern.tokenizers;

import static io.discern.tokenizers.Components.CHARACTER;
import static io.discern.tokenizers.Components.FLAG;
import static io.discern.tokenizers.Components.oneOf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.discern.tokenizers.Components.Check;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** What version 0.21 of Hugging Face's library does to a text before its model sees it: normalizers and pre-tokenizers. */
final class Steps {
    private static final int MAX_TEXT = 4096;
    /** Compatibility forms can be 18 times as long (U+FDFA), other forms at most 4 times. */
    private static final double COMPATIBILITY = 18;

    private static final double CANONICAL = 4;
    /** Letters stand for bytes, and have up to two bytes themselves. */
    private static final double LETTERS_FOR_BYTES = 2;

    private static final Check BEHAVIOUR =
            oneOf("Removed", "Isolated", "MergedWithPrevious", "MergedWithNext", "Contiguous");
    private static final Check TEXT = (part, limits) -> {
        part.text(MAX_TEXT);
        return part.value();
    };

    static final Components NORMALIZER = new Components()
            .withSequence("normalizers")
            .with("Strip", Map.of("strip_left", FLAG, "strip_right", FLAG))
            .with("StripAccents", "Nmt")
            .with("NFC", Map.of(), (part, limits) -> limits.growByForm(part, CANONICAL))
            .with("NFD", Map.of(), (part, limits) -> limits.growByForm(part, CANONICAL))
            .with("Lowercase", Map.of(), (part, limits) -> limits.growByForm(part, CANONICAL))
            .with("NFKC", Map.of(), (part, limits) -> limits.growByForm(part, COMPATIBILITY))
            .with("NFKD", Map.of(), (part, limits) -> limits.growByForm(part, COMPATIBILITY))
            .with(
                    "BertNormalizer",
                    Map.of("clean_text", FLAG, "handle_chinese_chars", FLAG, "strip_accents", FLAG, "lowercase", FLAG),
                    (part, limits) -> limits.growByForm(part, CANONICAL))
            .with("ByteLevel", Map.of(), (part, limits) -> limits.grow(part, LETTERS_FOR_BYTES))
            .with("Prepend", Map.of("prepend", TEXT))
            .with("Replace", Map.of("pattern", Steps::searchPattern, "content", TEXT), Steps::growByReplacing)
            .with(
                    "Precompiled",
                    Map.of("precompiled_charsmap", CharacterMap::checked),
                    (part, limits) -> part.get("precompiled_charsmap")
                            .require(part.get("precompiled_charsmap").isPresent(), "a map of characters"));

    static final Components PRE_TOKENIZER = new Components()
            .withSequence("pretokenizers")
            .with("BertPreTokenizer", "Whitespace", "WhitespaceSplit", "UnicodeScripts")
            .with(
                    "ByteLevel",
                    Map.of("add_prefix_space", FLAG, "trim_offsets", FLAG, "use_regex", FLAG),
                    (part, limits) -> limits.grow(part, LETTERS_FOR_BYTES))
            .with("CharDelimiterSplit", Map.of("delimiter", CHARACTER))
            .with(
                    "Metaspace",
                    Map.of(
                            "replacement", CHARACTER,
                            "str_rep", TEXT,
                            "add_prefix_space", FLAG,
                            "prepend_scheme", oneOf("always", "never", "first"),
                            "split", FLAG))
            .with("Split", Map.of("pattern", Steps::searchPattern, "behavior", BEHAVIOUR, "invert", FLAG))
            .with("Punctuation", Map.of("behavior", BEHAVIOUR))
            .with("Digits", Map.of("individual_digits", FLAG));

    private Steps() {}

    /** {@code {"String": ...}} or {@code {"Regex": ...}}. */
    private static JsonNode searchPattern(Part part, Limits limits) {
        Part literal = part.object().get("String");
        Part regex = part.get("Regex");
        part.require(literal.isPresent() != regex.isPresent(), "an object with \"String\" or \"Regex\"");
        if (literal.isPresent()) {
            literal.require(!literal.text(MAX_TEXT).isEmpty(), "a text that is not empty");
            return JsonNodeFactory.instance.objectNode().set("String", literal.value());
        }
        limits.search(regex, expression(regex));
        return JsonNodeFactory.instance.objectNode().set("Regex", regex.value());
    }

    private static Expression expression(Part regex) {
        Expression expression = Expression.parse(regex, regex.text(MAX_TEXT));
        regex.require(expression.minLength() > 0, "an expression that matches no empty text");
        return expression;
    }

    private static void growByReplacing(Part part, Limits limits) {
        Part literal = part.get("pattern").get("String");
        int replaced = literal.isPresent()
                ? bytes(literal)
                : expression(part.get("pattern").get("Regex")).minLength();
        limits.grow(part, (double) bytes(part.get("content")) / replaced);
    }

    private static int bytes(Part part) {
        return part.text(MAX_TEXT).getBytes(StandardCharsets.UTF_8).length;
    }
}
