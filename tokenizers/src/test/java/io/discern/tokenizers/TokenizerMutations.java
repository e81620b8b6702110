package io.discern.tokenizers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;

/** Damages tokenizers where it may hurt: places of their structure, chosen level by level, so that a large vocabulary is one place. */
final class TokenizerMutations {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String[] COMPONENTS = {
        "normalizer", "pre_tokenizer", "post_processor", "model", "added_tokens", "decoder", "truncation", "padding"
    };
    private static final String[] TYPES = {
        "Sequence",
        "BertNormalizer",
        "Strip",
        "StripAccents",
        "NFC",
        "NFD",
        "NFKC",
        "NFKD",
        "Lowercase",
        "Nmt",
        "ByteLevel",
        "Replace",
        "Prepend",
        "Precompiled",
        "BertPreTokenizer",
        "Whitespace",
        "WhitespaceSplit",
        "UnicodeScripts",
        "CharDelimiterSplit",
        "Metaspace",
        "Split",
        "Punctuation",
        "Digits",
        "BertProcessing",
        "RobertaProcessing",
        "TemplateProcessing",
        "BPE",
        "WordPiece",
        "WordLevel",
        "Unigram",
        "FixedLength",
        "Fuse",
        ""
    };
    private static final String[] TEXTS = {
        "",
        " ",
        "a",
        "\0",
        "\ud800",
        "▁",
        "##",
        "</w>",
        "<unk>",
        "[UNK]",
        "A",
        "B",
        "é",
        "ﷺ",
        "🙂",
        "Ġ",
        "\n",
        "first",
        "always",
        "Removed",
        "Contiguous",
        "Isolated",
        "a b",
        "<0x41>",
        "😀😀😀😀😀😀😀😀"
    };
    private static final String[] EXPRESSIONS = {
        "*",
        "+",
        "?",
        "(",
        ")",
        "[",
        "]",
        "|",
        "\\",
        "{2,}",
        "{1,3}",
        "{0}",
        "(?=",
        "(?!",
        "(?<=a)",
        "(?<!",
        "(?>",
        "(?i)",
        "(?:",
        "\\1",
        "(a*)*",
        "(a|a)*b",
        "\\s*\\s*\\S",
        "\\p{L}",
        "\\p{X}",
        "\\b",
        "^",
        "$",
        "\\w+",
        ".*",
        ".",
        "[^a]",
        "[[:alpha:]]",
        "&&",
        "-",
        "(?~a)",
        "\\K",
        "\\R",
        "\\X",
        "\\g<0>",
        "(?<n>a)",
        "\\k<n>",
        "*+",
        "++",
        "?+",
        "}",
        ",",
        "\\u0041",
        "\\x{1F600}",
        "$|"
    };
    private static final String[] NUMBERS = {
        "-1",
        "0",
        "1",
        "2",
        "255",
        "256",
        "65535",
        "16777215",
        "16777216",
        "2147483647",
        "2147483648",
        "4294967295",
        "4294967296",
        "18446744073709551615",
        "1e999",
        "-1e308",
        "0.5",
        "1e-320"
    };

    private final List<JsonNode> sources = new ArrayList<>();
    private Random random;

    TokenizerMutations(List<Path> files) throws IOException {
        for (Path file : files) {
            sources.add(JSON.readTree(file.toFile()));
        }
    }

    /** The bytes of one damaged tokenizer; the same for the same number. */
    byte[] damaged(long number) {
        random = new Random(number);
        ObjectNode tokenizer = any(sources).deepCopy();
        int times = 1 + random.nextInt(4);
        for (int i = 0; i < times; i++) {
            damage(tokenizer);
        }
        byte[] bytes = tokenizer
                .toString()
                .replace("\"#number ", "")
                .replace(" number#\"", "")
                .getBytes(StandardCharsets.UTF_8);
        if (random.nextInt(12) == 0) {
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return random.nextInt(12) == 0 ? java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes;
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private String any(String[] list) {
        return list[random.nextInt(list.length)];
    }

    private void damage(ObjectNode tokenizer) {
        switch (random.nextInt(8)) {
            case 0 -> {
                String component = any(COMPONENTS);
                tokenizer.set(component, any(sources).path(component).deepCopy());
            }
            case 1 -> {
                String component = any(COMPONENTS);
                String list = component.equals("normalizer")
                        ? "normalizers"
                        : component.equals("pre_tokenizer") ? "pretokenizers" : "processors";
                ObjectNode sequence = NODES.objectNode().put("type", "Sequence");
                ArrayNode steps = sequence.putArray(list);
                for (int i = random.nextInt(4); i >= 0; i--) {
                    steps.add(any(sources).path(component).deepCopy());
                }
                tokenizer.set(component, sequence);
            }
            default -> descend(tokenizer);
        }
    }

    private void descend(JsonNode node) {
        JsonNode at = node;
        while (true) {
            List<String> keys = new ArrayList<>();
            at.fieldNames().forEachRemaining(keys::add);
            if (at.size() == 0) {
                return;
            }
            int place = random.nextInt(at.size());
            JsonNode child = at.isObject() ? at.get(keys.get(place)) : at.get(place);
            if (child != null && child.isContainerNode() && child.size() > 0 && random.nextInt(8) != 0) {
                at = child;
                continue;
            }
            if (at instanceof ObjectNode object) {
                change(object, keys.get(place), child);
            } else {
                change((ArrayNode) at, place, child);
            }
            return;
        }
    }

    private void change(ObjectNode object, String key, JsonNode value) {
        switch (random.nextInt(8)) {
            case 0 -> object.remove(key);
            case 1 -> {
                object.remove(key);
                object.set(random.nextBoolean() ? any(TEXTS) : key + "x", value);
            }
            case 2 -> object.set("x" + random.nextInt(9), value);
            default -> object.set(key, changed(key, value));
        }
    }

    private void change(ArrayNode array, int place, JsonNode value) {
        switch (random.nextInt(6)) {
            case 0 -> array.remove(place);
            case 1 -> array.insert(place, array.get(random.nextInt(array.size())));
            case 2 -> array.set(place, array.get(random.nextInt(array.size())));
            default -> array.set(place, changed("", value));
        }
    }

    private JsonNode changed(String key, JsonNode value) {
        if (key.equals("type")) {
            return NODES.textNode(any(TYPES));
        }
        if (key.equals("precompiled_charsmap") && value.isTextual()) {
            return NODES.textNode(flipped(value.textValue()));
        }
        if (value != null && value.isTextual() && random.nextInt(4) != 0) {
            return NODES.textNode(edited(value.textValue(), key.equals("Regex") ? EXPRESSIONS : TEXTS));
        }
        return switch (random.nextInt(8)) {
            case 0 -> NODES.nullNode();
            case 1 -> NODES.booleanNode(random.nextBoolean());
            case 2 -> NODES.arrayNode();
            case 3 -> NODES.objectNode();
            case 4 -> NODES.textNode(any(TEXTS));
            case 5 -> NODES.textNode(any(TEXTS).repeat(1 + random.nextInt(2000)));
            default -> NODES.textNode("#number " + any(NUMBERS) + " number#");
        };
    }

    private String edited(String text, String[] pieces) {
        int at = random.nextInt(text.length() + 1);
        int to = Math.min(text.length(), at + random.nextInt(4));
        return switch (random.nextInt(4)) {
            case 0 -> text.substring(0, at) + text.substring(to);
            case 1 -> any(pieces) + any(pieces) + any(pieces);
            default -> text.substring(0, at) + any(pieces) + text.substring(to);
        };
    }

    private String flipped(String base64) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            return base64;
        }
        for (int i = random.nextInt(8); i >= 0 && bytes.length > 0; i--) {
            int end = random.nextBoolean() ? bytes.length : Math.min(16, bytes.length);
            bytes[random.nextInt(end)] ^= (byte) (1 << random.nextInt(8));
        }
        return Base64.getEncoder()
                .encodeToString(
                        random.nextInt(6) == 0
                                ? java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length + 1))
                                : bytes);
    }
}
