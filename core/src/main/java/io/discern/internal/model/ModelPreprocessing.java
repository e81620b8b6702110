package io.discern.internal.model;

import io.discern.Device;
import io.discern.EncoderException;
import io.discern.Preprocessors;
import io.discern.internal.Json;
import io.discern.internal.file.RegularFile;
import io.discern.preprocess.BatchPreprocessor;
import io.discern.preprocess.PreprocessSpec;
import io.discern.preprocess.Preprocessor;
import io.discern.preprocess.Preset;
import io.discern.preprocess.Presets;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where an encoder's preprocessing comes from: the caller's configuration; else option {@code preset}, {@code spec} or {@code config}; else {@code preset} or
 * {@code preprocess} in {@code discern.json}; else the {@linkplain FolderPreprocessing published files}. It is never guessed: what a
 * preset leaves open, {@code spec} or {@code preprocess} beside it must state.
 *
 * @param spec what is done to an image
 * @param source where that was said, for the provenance
 * @param preset the published encoder that was named, if one was
 */
record ModelPreprocessing(PreprocessSpec spec, String source, Optional<Preset> preset) {
    /** JSON text and what messages call it. */
    private record Stated(String json, String where) {}

    /**
     * Finds the specification.
     *
     * @param own what the caller states in code, before everything else
     * @throws IllegalArgumentException if there is no preset of that name; the message lists the names
     * @throws EncoderException if nothing states the preprocessing, or it is stated wrongly
     */
    static ModelPreprocessing of(ModelFolder folder, ModelOptions options, Optional<PreprocessSpec> own) {
        try {
            return own.isPresent() ? stated(own.get(), folder, options) : find(folder, options);
        } catch (IOException e) {
            throw new EncoderException("the preprocessing cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * Opens it, by whom {@link ModelOptions#preprocessor} names; the caller closes it.
     *
     * @param device the encoder's
     * @throws IllegalArgumentException if there is no preprocessing provider of that name; the message lists the names
     * @throws io.discern.BackendUnavailableException if the provider cannot compute on that device; never replaced by another
     */
    BatchPreprocessor open(ModelOptions options, Device device) {
        return options.preprocessing().by().isPresent()
                ? Preprocessors.open(options.preprocessing().by().get(), spec, device)
                : Preprocessor.of(spec);
    }

    private static ModelPreprocessing stated(PreprocessSpec own, ModelFolder folder, ModelOptions options) {
        options.preprocessing().statedBy().ifPresent(option -> {
            throw new IllegalArgumentException(
                    "preprocessing stated in code and by option " + option + "; expected one of them");
        });
        return new ModelPreprocessing(
                own, "stated in code", folder.manifest().preset().map(Presets::describe));
    }

    private static ModelPreprocessing find(ModelFolder folder, ModelOptions options) throws IOException {
        ModelManifest manifest = folder.manifest();
        if (options.preprocessing().preset().isPresent()) {
            return named(
                    options.preprocessing().preset().get(),
                    options.preprocessing().spec().isPresent()
                            ? Optional.of(read(options.preprocessing().spec().get()))
                            : Optional.empty());
        }
        if (options.preprocessing().spec().isPresent()) {
            Stated stated = read(options.preprocessing().spec().get());
            return new ModelPreprocessing(
                    PreprocessSpec.parse(stated.json, stated.where), stated.where, Optional.empty());
        }
        if (options.preprocessing().config().isPresent()) {
            return published(FolderPreprocessing.of(
                    folder, options.preprocessing().config().get()));
        }
        Optional<Stated> inline = manifest.preprocess()
                .map(json -> new Stated(json, folder.path().resolve(ModelManifest.FILE) + " \"preprocess\""));
        if (manifest.preset().isPresent()) {
            return named(manifest.preset().get(), inline);
        }
        if (inline.isPresent()) {
            return new ModelPreprocessing(
                    PreprocessSpec.parse(inline.get().json, inline.get().where), ModelManifest.FILE, Optional.empty());
        }
        return published(FolderPreprocessing.of(folder)
                .orElseThrow(() ->
                        new EncoderException(folder.path() + ": nothing states the preprocessing; expected one of "
                                + FolderPreprocessing.FILES + ", or \"preset\" or \"preprocess\" in "
                                + ModelManifest.FILE
                                + ", or option preset=NAME (one of " + Presets.names() + ") or spec=FILE")));
    }

    private static ModelPreprocessing published(FolderPreprocessing file) {
        return new ModelPreprocessing(file.spec(), file.file(), Optional.empty());
    }

    private static ModelPreprocessing named(String name, Optional<Stated> stated) throws IOException {
        Preset preset = Presets.describe(name);
        if (stated.isPresent() && preset.unconfirmed().isEmpty()) {
            throw new EncoderException("preset " + name + " leaves nothing open, but " + stated.get().where
                    + " states the preprocessing too; expected at most one of them");
        }
        return stated.isEmpty()
                ? new ModelPreprocessing(preset.spec(), "preset " + name, Optional.of(preset))
                : new ModelPreprocessing(
                        preset.complete(stated.get().json, stated.get().where),
                        "preset " + name + " with " + stated.get().where,
                        Optional.of(preset));
    }

    private static Stated read(Path file) throws IOException {
        return new Stated(RegularFile.text(file, Json.MAX_BYTES), file.toString());
    }
}
