package io.discern.preprocess;

import io.discern.internal.Json;
import io.discern.internal.JsonObject;
import io.discern.text.Cleaning;
import io.discern.text.Pooling;
import io.discern.text.TextPolicy;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a published encoder wants: pixels, texts, how its outputs are read. What nobody could confirm is left open, and whoever
 * opens the encoder has to state it.
 */
public final class Preset {
    private static final Set<String> KEYS = Set.of(
            "models", "source", "licence", "dimension", "spec", "image", "text", "unconfirmed", "tags", "location");

    private final String name;
    private final List<String> models;
    private final String source;
    private final String licence;
    private final OptionalInt dimension;
    private final JsonObject spec;
    private final Optional<Pooling> imagePooling;
    private final Optional<TextPolicy> text;
    private final Map<String, String> unconfirmed;
    private final Map<String, String> tags;
    private final Optional<String> location;

    private Preset(String name, JsonObject json) throws IOException {
        for (String key : json.keys()) {
            if (!KEYS.contains(key)) {
                throw json.wrong(key, "only the keys " + KEYS.stream().sorted().toList());
            }
        }
        this.name = name;
        this.models = json.texts("models");
        this.source = json.text("source");
        this.licence = json.text("licence");
        this.dimension = json.has("dimension") ? OptionalInt.of(json.integer("dimension")) : OptionalInt.empty();
        this.spec = json.object("spec");
        this.imagePooling = json.has("image") ? Optional.of(pooling(json.object("image"))) : Optional.empty();
        this.text = json.has("text") ? Optional.of(text(json.object("text"))) : Optional.empty();
        this.unconfirmed = texts(json, "unconfirmed");
        this.tags = texts(json, "tags");
        this.location = json.has("location") ? Optional.of(json.text("location")) : Optional.empty();
    }

    private static Map<String, String> texts(JsonObject json, String key) throws IOException {
        Map<String, String> texts = new TreeMap<>();
        if (json.has(key)) {
            JsonObject members = json.object(key);
            for (String member : members.keys()) {
                texts.put(member, members.text(member));
            }
        }
        return Collections.unmodifiableMap(texts);
    }

    /** Reads a preset; the spec is read later, when it is complete. */
    static Preset read(String name, InputStream in, String file) throws IOException {
        JsonObject json = Json.read(in, file);
        try {
            return new Preset(name, json);
        } catch (IllegalArgumentException e) {
            throw json.wrong(e.getMessage());
        }
    }

    private static Pooling pooling(JsonObject json) throws IOException {
        return Pooling.parse(json.text("pooling"));
    }

    private static TextPolicy text(JsonObject json) throws IOException {
        return new TextPolicy(
                json.text("tokenizer"),
                json.integer("context"),
                json.flag("padToContext", false),
                json.has("padId") ? OptionalInt.of(json.integer("padId")) : OptionalInt.empty(),
                json.has("cleaning") ? Cleaning.parse(json.text("cleaning")) : Cleaning.NONE,
                json.has("strippedSeparator") ? Optional.of(json.text("strippedSeparator")) : Optional.empty(),
                json.has("pooling") ? Optional.of(pooling(json)) : Optional.empty());
    }

    /** The name, as in {@link Presets#names()}. */
    public String name() {
        return name;
    }

    /** The published models it is for, as their pages call them. */
    public List<String> models() {
        return models;
    }

    /** Where the facts come from. */
    public String source() {
        return source;
    }

    /** The licence of the weights, as far as it is known; to be checked where they are published. */
    public String licence() {
        return licence;
    }

    /** The length of an embedding, where it is confirmed. */
    public OptionalInt dimension() {
        return dimension;
    }

    /** How an image output of one vector a token becomes the embedding; empty if the model pools itself. */
    public Optional<Pooling> imagePooling() {
        return imagePooling;
    }

    /** How it takes texts; empty if it takes none, or only as embeddings made elsewhere. */
    public Optional<TextPolicy> text() {
        return text;
    }

    /** What is not confirmed, as keys of a specification's JSON, each with the reason. */
    public Map<String, String> unconfirmed() {
        return unconfirmed;
    }

    /**
     * Where published weights lie whose layout the {@code onnx} provider reads, as {@code hub/ORG/NAME}; empty where the model has to
     * be exported.
     */
    public Optional<String> location() {
        return location;
    }

    /**
     * What kind of encoder it is, for comparisons of groups: {@code domain} is {@code general} or {@code medical}, by what it was
     * trained on; {@code text} is {@code none}, {@code plain} (a text encoder that was trained with it) or {@code llm}.
     */
    public Map<String, String> tags() {
        return tags;
    }

    /**
     * What is done to an image.
     *
     * @throws IllegalArgumentException if something is not confirmed; the message says what and how to state it
     */
    public PreprocessSpec spec() {
        if (!unconfirmed.isEmpty()) {
            throw new IllegalArgumentException(
                    "preset '" + name + "' leaves open " + unconfirmed
                            + "; expected you to state " + unconfirmed.keySet()
                            + ": as \"preprocess\" beside \"preset\" in "
                            + "discern.json, or in the file of option spec beside option preset, for example {\"mean\": [0.5, 0.5, 0.5]}.");
        }
        try {
            return SpecJson.read(spec);
        } catch (IOException e) {
            throw new IllegalStateException("a preset in discern-core's jar is broken", e);
        }
    }

    /**
     * What is done to an image, with the open keys stated by the caller.
     *
     * @param json an object with exactly the keys of {@link #unconfirmed()}
     * @param where names it in messages
     * @throws IOException if a key is missing, too many, or wrong
     */
    public PreprocessSpec complete(String json, String where) throws IOException {
        JsonObject stated = Json.read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)), where);
        if (!stated.keys().equals(unconfirmed.keySet())) {
            throw new IOException(where + ": states " + stated.keys() + "; preset '" + name + "' leaves open exactly "
                    + unconfirmed.keySet());
        }
        return SpecJson.read(spec.with(stated));
    }

    /** Name and models. */
    @Override
    public String toString() {
        return name + " " + models;
    }
}
