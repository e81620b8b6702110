package io.discern.preprocess;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Published encoders by name. Each is a data file of this jar ({@code presets/NAME.json}) with the source that it was read from,
 * and lists what could not be confirmed. For a model with its own {@code preprocessor_config.json}, that will do instead.
 */
public final class Presets {
    private static final String FOLDER = "presets/";

    private Presets() {}

    private static final class Index {
        static final List<String> NAMES = read();

        private static List<String> read() {
            try (InputStream in = Presets.class.getResourceAsStream(FOLDER + "index.txt")) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                        .lines()
                        .toList();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** The names, sorted. */
    public static List<String> names() {
        return Index.NAMES;
    }

    /**
     * The specification of that name.
     *
     * @throws IllegalArgumentException if there is none, listing the names there are, or it leaves something open
     */
    public static PreprocessSpec open(String name) {
        return describe(name).spec();
    }

    /**
     * The preset of that name.
     *
     * @throws IllegalArgumentException if there is none, listing the names there are
     */
    public static Preset describe(String name) {
        if (!names().contains(name)) {
            throw new IllegalArgumentException("no preset named '" + name + "'; expected one of " + names()
                    + ". For another model, read its preprocessor_config.json.");
        }
        String file = FOLDER + name + ".json";
        try (InputStream in = Presets.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException(file + " is missing from discern-core's jar");
            }
            return Preset.read(name, in, file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
