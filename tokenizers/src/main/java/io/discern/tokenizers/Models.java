package io.discern.tokenizers;

import static io.discern.tokenizers.Components.FLAG;

import com.fasterxml.jackson.databind.JsonNode;
import io.discern.tokenizers.Components.Check;
import java.util.List;
import java.util.Map;

/** What turns words into tokens: byte pairs, word pieces, whole words or a unigram model, with its vocabulary. */
final class Models {
    private static final int MAX_TOKEN = 4096;
    private static final int MAX_AFFIX = 64;
    /** The work for one word grows with the square of its length. */
    private static final int MAX_WORD = 1000;

    private static final int MAX_ENTRIES = 4_000_000;

    private static final Check TEXT = (part, limits) -> {
        part.require(!part.isPresent() || part.text(MAX_AFFIX) != null, "a text");
        return part.value();
    };

    private static final Components ALL = new Components()
            .with(
                    "BPE",
                    Map.of(
                            "vocab", Models::ids,
                            "merges", Models::merges,
                            "dropout", Models::noDropout,
                            "unk_token", TEXT,
                            "continuing_subword_prefix", TEXT,
                            "end_of_word_suffix", TEXT,
                            "fuse_unk", FLAG,
                            "byte_fallback", FLAG,
                            "ignore_merges", FLAG),
                    (part, limits) -> {
                        requirePrefixes(part);
                        requireUnknown(part);
                    })
            .with(
                    "WordPiece",
                    Map.of(
                            "vocab",
                            Models::ids,
                            "unk_token",
                            TEXT,
                            "continuing_subword_prefix",
                            TEXT,
                            "max_input_chars_per_word",
                            Models::wordLength),
                    (part, limits) -> requireUnknown(part))
            .with("WordLevel", Map.of("vocab", Models::ids, "unk_token", TEXT), (part, limits) -> requireUnknown(part))
            .with(
                    "Unigram",
                    Map.of("vocab", Models::scores, "unk_id", (part, limits) -> part.value(), "byte_fallback", FLAG),
                    (part, limits) -> part.get("unk_id")
                            .integer(part.get("vocab").elements(MAX_ENTRIES).size() - 1));

    private Models() {}

    /** The model, with its type, which older files leave out. */
    static JsonNode checked(Part model, Limits limits) {
        Part type = model.object().get("type");
        String name = type.isPresent() ? type.oneOf(ALL.names()) : inferred(model);
        return ALL.checked(model, name, limits);
    }

    private static String inferred(Part model) {
        if (model.get("merges").isPresent()) {
            return "BPE";
        }
        if (model.get("vocab").value().isArray()) {
            return "Unigram";
        }
        return model.get("continuing_subword_prefix").isPresent() ? "WordPiece" : "WordLevel";
    }

    /** Tokens with their ids. */
    private static JsonNode ids(Part part, Limits limits) {
        part.object().require(part.value().size() <= MAX_ENTRIES, "at most " + MAX_ENTRIES + " tokens");
        part.value().properties().forEach(entry -> {
            part.require(entry.getKey().length() <= MAX_TOKEN, "tokens of at most " + MAX_TOKEN + " characters");
            new Part(part.file(), part.place() + "." + entry.getKey(), entry.getValue()).integer(TokenizerFile.MAX_ID);
        });
        return part.value();
    }

    /** Pairs, as lists of two or as texts with a blank in the middle. */
    private static JsonNode merges(Part part, Limits limits) {
        for (Part merge : part.elements(MAX_ENTRIES)) {
            if (merge.value().isArray()) {
                List<Part> both = merge.elements(2);
                merge.require(both.size() == 2, "two tokens");
                both.forEach(each -> each.text(MAX_TOKEN));
            } else {
                merge.require(merge.text(2 * MAX_TOKEN + 1).indexOf(' ') > 0, "two tokens");
            }
        }
        return part.value();
    }

    private static JsonNode noDropout(Part part, Limits limits) {
        part.require(!part.isPresent() || part.value().doubleValue() == 0, "null: dropout makes tokens random");
        return part.value();
    }

    private static JsonNode wordLength(Part part, Limits limits) {
        part.integer(MAX_WORD);
        return part.value();
    }

    /** Tokens with their scores, in the order of their ids. */
    private static JsonNode scores(Part part, Limits limits) {
        for (Part entry : part.elements(MAX_ENTRIES)) {
            entry.require(entry.value().isArray() && entry.value().size() == 2, "a token and its score");
            List<Part> both = entry.elements(2);
            both.get(0).text(MAX_TOKEN);
            JsonNode score = both.get(1).value();
            both.get(1).require(score.isNumber() && Double.isFinite(score.doubleValue()), "a finite number");
        }
        return part.value();
    }

    /** The library cuts the prefix off the second token of a merge without looking whether it is there. */
    private static void requirePrefixes(Part model) {
        Part prefix = model.get("continuing_subword_prefix");
        if (!prefix.isPresent() || prefix.text(MAX_AFFIX).isEmpty()) {
            return;
        }
        for (Part merge : model.get("merges").elements(MAX_ENTRIES)) {
            String second = merge.value().isArray()
                    ? merge.value().get(1).textValue()
                    : merge.value()
                            .textValue()
                            .substring(merge.value().textValue().indexOf(' ') + 1);
            merge.require(
                    second.startsWith(prefix.value().textValue()),
                    "a second token that begins with the \"continuing_subword_prefix\" " + prefix.value());
        }
    }

    /** A token for what is unknown has to be a token. An empty one stands for none, as in files of byte pairs. */
    private static void requireUnknown(Part model) {
        Part unknown = model.get("unk_token");
        if (unknown.isPresent() && !unknown.text(MAX_AFFIX).isEmpty()) {
            unknown.require(model.get("vocab").value().has(unknown.value().textValue()), "a token of \"model.vocab\"");
        }
    }
}
