package io.discern.model;

import io.discern.EncoderException;
import io.discern.preprocess.PreprocessSpec;
import io.discern.preprocess.PreprocessorConfig;
import io.discern.preprocess.Presets;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where an encoder's preprocessing comes from: option {@code preset} or {@code spec}; else {@code preset} or
 * {@code preprocess} in {@code discern.json}; else {@code preprocessor_config.json}. It is never guessed.
 *
 * @param spec what is done to an image
 * @param source where that was said, for the provenance
 */
public record ModelPreprocessing(PreprocessSpec spec, String source) {
    private static final String CONFIG = "preprocessor_config.json";

    /** Reads a specification, or says what is wrong with it. */
    private interface Reading {
        PreprocessSpec read() throws IOException;
    }

    /**
     * Finds the specification.
     *
     * @throws IllegalArgumentException if there is no preset of that name; the message lists the names
     * @throws EncoderException if nothing states the preprocessing, or it is stated wrongly
     */
    public static ModelPreprocessing of(ModelFolder folder, ModelOptions options) {
        ModelManifest manifest = folder.manifest();
        Optional<String> preset = options.preset().or(() -> options.spec().isPresent() ? Optional.empty() : manifest.preset());
        if (preset.isPresent()) {
            return new ModelPreprocessing(Presets.open(preset.get()), "preset " + preset.get());
        }
        if (options.spec().isPresent()) {
            Path file = options.spec().get();
            return read(file.toString(), () -> PreprocessSpec.read(file));
        }
        if (manifest.preprocess().isPresent()) {
            String where = folder.path().resolve(ModelManifest.FILE) + " \"preprocess\"";
            return read(ModelManifest.FILE, () -> PreprocessSpec.parse(manifest.preprocess().get(), where));
        }
        Path config = folder.file(CONFIG).orElseThrow(() -> new EncoderException(folder.path()
                + ": nothing states the preprocessing; expected " + CONFIG + ", or \"preset\" or \"preprocess\" in "
                + ModelManifest.FILE + ", or option preset=NAME (one of " + Presets.names() + ") or spec=FILE"));
        return read(CONFIG, () -> PreprocessorConfig.read(config));
    }

    private static ModelPreprocessing read(String source, Reading reading) {
        try {
            return new ModelPreprocessing(reading.read(), source);
        } catch (IOException e) {
            throw new EncoderException("the preprocessing cannot be read: " + e.getMessage(), e);
        }
    }
}
