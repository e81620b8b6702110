package io.discern.tokenizers;

import static io.discern.tokenizers.Components.FLAG;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.discern.tokenizers.Components.Check;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What puts special tokens around the tokens of a text. */
final class PostProcessors {
    private static final int MAX_TOKEN = 1024;
    private static final int MAX_PIECES = 64;
    private static final int MAX_TYPE = 255;
    private static final Check TOKEN = PostProcessors::tokenAndId;

    static final Components ALL = new Components()
            .withSequence("processors")
            .with("ByteLevel", Map.of("add_prefix_space", FLAG, "trim_offsets", FLAG, "use_regex", FLAG))
            .with("BertProcessing", Map.of("sep", TOKEN, "cls", TOKEN))
            .with(
                    "RobertaProcessing",
                    Map.of("sep", TOKEN, "cls", TOKEN, "trim_offsets", FLAG, "add_prefix_space", FLAG))
            .with(
                    "TemplateProcessing",
                    Map.of(
                            "single", (part, limits) -> template(part, Set.of("A")),
                            "pair", (part, limits) -> template(part, Set.of("A", "B")),
                            "special_tokens", (part, limits) -> specialTokens(part)),
                    (part, limits) -> {
                        limits.template(part);
                        requireTokens(part, "single");
                        requireTokens(part, "pair");
                    });

    private PostProcessors() {}

    private static JsonNode tokenAndId(Part part, Limits limits) {
        List<Part> both = part.elements(2);
        part.require(both.size() == 2, "a token and its id");
        both.get(0).text(MAX_TOKEN);
        both.get(1).integer(TokenizerFile.MAX_ID);
        return part.value();
    }

    /** Texts, by name, and special tokens; another text than there is would be looked for outside. */
    private static JsonNode template(Part part, Set<String> texts) {
        ArrayNode pieces = JsonNodeFactory.instance.arrayNode();
        for (Part piece : part.elements(MAX_PIECES)) {
            Part sequence = piece.get("Sequence");
            boolean isText = sequence.isPresent();
            Part inside = isText ? sequence : piece.object().get("SpecialToken");
            Part id = inside.object().get("id");
            if (isText) {
                id.oneOf(texts);
            } else {
                id.text(MAX_TOKEN);
            }
            inside.get("type_id").integer(MAX_TYPE);
            pieces.add(JsonNodeFactory.instance.objectNode().set(isText ? "Sequence" : "SpecialToken", inside.value()));
        }
        return pieces;
    }

    private static JsonNode specialTokens(Part part) {
        ObjectNode tokens = JsonNodeFactory.instance.objectNode();
        for (String key : part.keys()) {
            Part token = part.get(key);
            String id = token.object().get("id").text(MAX_TOKEN);
            token.get("id").require(id.equals(key), "the key it stands under");
            List<Part> ids = token.get("ids").elements(MAX_PIECES);
            ids.forEach(each -> each.integer(TokenizerFile.MAX_ID));
            List<Part> names = token.get("tokens").elements(MAX_PIECES);
            names.forEach(each -> each.text(MAX_TOKEN));
            token.get("tokens").require(names.size() == ids.size(), "as many as \"ids\"");
            tokens.set(key, token.value());
        }
        return tokens;
    }

    private static void requireTokens(Part template, String name) {
        Part tokens = template.get("special_tokens");
        template.get(name).elements(MAX_PIECES).stream()
                .map(piece -> piece.get("SpecialToken"))
                .filter(Part::isPresent)
                .map(token -> token.get("id"))
                .forEach(id -> id.require(
                        tokens.get(id.text(MAX_TOKEN)).isPresent(), "a token of \"special_tokens\" " + tokens.keys()));
    }
}
