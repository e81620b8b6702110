package io.discern.tokenizers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;

/**
 * The kinds of one component of a tokenizer: the members each may have, with their checks. What is checked is copied; a member
 * that is not known is left behind, as Hugging Face's library would ignore it.
 */
final class Components {
    private static final int MAX_DEPTH = 8;
    private static final int MAX_STEPS = 64;

    private final Map<String, Kind> kinds = new HashMap<>();

    /** Gives a member's value, checked; or refuses it. */
    @FunctionalInterface
    interface Check extends BiFunction<Part, Limits, JsonNode> {}

    /** A kind's members, and what it does to a text, told once they are checked. */
    private record Kind(Map<String, Check> members, BiConsumer<Part, Limits> effect) {}

    /** True or false, or nothing. */
    static final Check FLAG = (part, limits) -> {
        part.require(part.value().isBoolean() || part.value().isNull(), "true or false");
        return part.value();
    };

    /** One character. */
    static final Check CHARACTER = (part, limits) -> {
        String text = part.text(2);
        part.require(text.codePointCount(0, text.length()) == 1, "one character");
        return part.value();
    };

    /** A text of a set. */
    static Check oneOf(String... legal) {
        return (part, limits) -> {
            part.oneOf(Set.of(legal));
            return part.value();
        };
    }

    /** The names of the kinds. */
    Set<String> names() {
        return kinds.keySet();
    }

    /** Adds a kind. */
    Components with(String name, Map<String, Check> members, BiConsumer<Part, Limits> effect) {
        kinds.put(name, new Kind(members, effect));
        return this;
    }

    /** Adds a kind that changes no text's length. */
    Components with(String name, Map<String, Check> members) {
        return with(name, members, (part, limits) -> {});
    }

    /** Adds kinds without members. */
    Components with(String... names) {
        for (String name : names) {
            with(name, Map.of());
        }
        return this;
    }

    /** Adds the kind {@code Sequence}: several of these components, one after the other. */
    Components withSequence(String member) {
        return with("Sequence", Map.of(member, (part, limits) -> {
            ArrayNode steps = JsonNodeFactory.instance.arrayNode();
            Limits inside = limits.deeper(part, MAX_DEPTH);
            part.elements(MAX_STEPS).forEach(step -> steps.add(checked(step.object(), inside)));
            return steps;
        }));
    }

    /**
     * A copy of a component with what is known of it; null if there is none.
     *
     * @param limits told what the component can do to a text
     * @throws io.discern.EncoderException if it is of no known kind, or a member cannot be used
     */
    JsonNode checked(Part component, Limits limits) {
        if (!component.isPresent()) {
            return JsonNodeFactory.instance.nullNode();
        }
        return checked(component, component.object().get("type").oneOf(kinds.keySet()), limits);
    }

    /** The same for a component of that kind. */
    JsonNode checked(Part component, String name, Limits limits) {
        Kind kind = kinds.get(name);
        ObjectNode copy = JsonNodeFactory.instance.objectNode().put("type", name);
        kind.members().forEach((key, check) -> {
            Part member = component.get(key);
            if (!member.value().isMissingNode()) {
                copy.set(key, check.apply(member, limits));
            }
        });
        kind.effect().accept(component, limits);
        return copy;
    }
}
