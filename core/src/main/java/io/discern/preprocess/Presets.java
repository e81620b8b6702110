package io.discern.preprocess;

import io.discern.internal.Json;
import io.discern.internal.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * Specifications of well-known encoders by name. They are data files of this jar ({@code presets/NAME.json}), each with the
 * source that it was read from. For a model with its own {@code preprocessor_config.json}, read that instead.
 */
public final class Presets {
    private static final List<String> NAMES =
            List.of("clip-vit-base-patch32", "dinov2-base", "siglip-base-patch16-224");

    private Presets() {}

    /**
     * A preset with its origin.
     *
     * @param name as in {@link #names()}
     * @param spec what is done to an image
     * @param source where the numbers come from
     * @param licence of the model that they belong to
     */
    public record Preset(String name, PreprocessSpec spec, String source, String licence) {}

    /** The names, sorted. */
    public static List<String> names() {
        return NAMES;
    }

    /**
     * The specification of that name.
     *
     * @throws IllegalArgumentException if there is none, listing the names there are
     */
    public static PreprocessSpec open(String name) {
        return describe(name).spec();
    }

    /**
     * The preset of that name, with its source and licence.
     *
     * @throws IllegalArgumentException if there is none, listing the names there are
     */
    public static Preset describe(String name) {
        if (!NAMES.contains(name)) {
            throw new IllegalArgumentException("no preset named '" + name + "'; expected one of " + NAMES
                    + ". For another model, read its preprocessor_config.json.");
        }
        String file = "presets/" + name + ".json";
        try (InputStream in = Presets.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException(file + " is missing from discern-core's jar");
            }
            JsonObject json = Json.read(in, file);
            return new Preset(name, SpecJson.read(json.object("spec")), json.text("source"), json.text("licence"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
