package io.discern.analysis.zeroshot;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.discern.VisionLanguageEncoder;
import io.discern.internal.file.RegularFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The texts that stand for each class.
 *
 * @param ofClass class to its prompts, at least one each; the order of classes and prompts is kept
 */
public record Prompts(Map<String, List<String>> ofClass) {
    /** What a template replaces by the class's name. */
    public static final String PLACE = "{class}";

    private static final int MAX_BYTES = 1 << 20;
    private static final ObjectMapper JSON = new ObjectMapper().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

    /** Checks that there are at least two classes and that none lacks a prompt. */
    public Prompts {
        Map<String, List<String>> copy = new LinkedHashMap<>();
        ofClass.forEach((name, prompts) -> copy.put(name, List.copyOf(prompts)));
        ofClass = Collections.unmodifiableMap(copy);
        if (ofClass.size() < 2) {
            throw new IllegalArgumentException("prompts for " + ofClass.keySet() + "; expected at least two classes");
        }
        ofClass.forEach((name, prompts) -> {
            if (name.isBlank() || prompts.isEmpty() || prompts.stream().anyMatch(String::isBlank)) {
                throw new IllegalArgumentException("class '" + name + "' has the prompts " + prompts
                        + "; expected a name and at least one prompt, none blank");
            }
        });
    }

    /**
     * Every template with every class's name in the place of {@value #PLACE}.
     *
     * @param templates such as {@code "a photo of a {class}"}
     */
    public static Prompts of(List<String> classes, List<String> templates) {
        Map<String, List<String>> names = new LinkedHashMap<>();
        classes.forEach(name -> names.put(name, List.of(name)));
        return of(names, templates);
    }

    private static Prompts of(Map<String, List<String>> names, List<String> templates) {
        for (String template : templates) {
            if (!template.contains(PLACE)) {
                throw new IllegalArgumentException("template '" + template + "'; expected " + PLACE + " in it");
            }
        }
        Map<String, List<String>> prompts = new LinkedHashMap<>();
        names.forEach((name, phrases) -> prompts.put(
                name,
                templates.stream()
                        .flatMap(template -> phrases.stream().map(phrase -> template.replace(PLACE, phrase)))
                        .toList()));
        return new Prompts(prompts);
    }

    /**
     * Reads {@code {"classes": {"NAME": ["PHRASE", ...], ...}, "templates": ["a photo of a {class}", ...]}}. Each phrase of
     * a class takes its name's place in each template; without templates the phrases themselves are the prompts.
     *
     * @throws IOException if the file cannot be read, is larger than 1 MiB, or is not of this form
     */
    public static Prompts read(Path json) throws IOException {
        try {
            JsonNode root = JSON.readTree(RegularFile.bytes(json, MAX_BYTES));
            for (String key : (Iterable<String>) root::fieldNames) {
                if (!key.equals("classes") && !key.equals("templates")) {
                    throw new IOException(json + ": key '" + key + "'; expected 'classes' and, if wanted, 'templates'");
                }
            }
            Map<String, List<String>> names = new LinkedHashMap<>();
            JsonNode classes = root.path("classes");
            for (String name : (Iterable<String>) classes::fieldNames) {
                names.put(name, texts(json, "classes." + name, classes.get(name)));
            }
            return root.has("templates")
                    ? of(names, texts(json, "templates", root.get("templates")))
                    : new Prompts(names);
        } catch (JsonProcessingException malformed) {
            throw new IOException(
                    json + ": " + malformed.getOriginalMessage() + "; expected one JSON object", malformed);
        } catch (IllegalArgumentException refused) {
            throw new IOException(json + ": " + refused.getMessage(), refused);
        }
    }

    private static List<String> texts(Path json, String key, JsonNode array) throws IOException {
        List<String> texts = new ArrayList<>();
        for (JsonNode text : array) {
            if (!text.isTextual()) {
                throw new IOException(json + ": '" + key + "' holds " + text + "; expected strings");
            }
            texts.add(text.textValue());
        }
        if (!array.isArray()) {
            throw new IOException(json + ": '" + key + "' is " + array + "; expected an array of strings");
        }
        return texts;
    }

    /**
     * Those of some classes, in their order.
     *
     * @throws IllegalArgumentException if a class has none here, or there are fewer than two
     */
    public Prompts only(List<String> classes) {
        Map<String, List<String>> some = new LinkedHashMap<>();
        for (String name : classes) {
            if (!ofClass.containsKey(name)) {
                throw new IllegalArgumentException(
                        "no prompts for class '" + name + "'; there are some for " + ofClass.keySet());
            }
            some.put(name, ofClass.get(name));
        }
        return new Prompts(some);
    }

    /** The class of each prompt, in order. */
    public List<String> classOfPrompt() {
        return ofClass.entrySet().stream()
                .flatMap(each -> Collections.nCopies(each.getValue().size(), each.getKey()).stream())
                .toList();
    }

    /** All prompts, class by class. */
    public List<String> texts() {
        return ofClass.values().stream().flatMap(List::stream).toList();
    }

    /**
     * Encodes all prompts.
     *
     * @param encoder one that encodes texts; stays open
     */
    public PromptEmbeddings encode(VisionLanguageEncoder encoder) {
        return PromptEmbeddings.of(encoder.encodeTexts(texts()), classOfPrompt(), texts());
    }
}
