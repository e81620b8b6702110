package io.discern.internal.model;

import io.discern.EncoderException;
import io.discern.preprocess.PreprocessSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The preprocessing that the published files of a model folder state. Several of them may: then they must mean the same, but for
 * what distinguishes the libraries they belong to (where a crop starts, and when an image becomes RGB); there the file of the
 * library whose weights are opened decides, else the first.
 *
 * @param file the file's name
 * @param spec what it says
 */
record FolderPreprocessing(String file, PreprocessSpec spec) {
    /** The files that a published model may bring. */
    static final List<String> FILES =
            List.of("preprocessor_config.json", "processor_config.json", "open_clip_config.json", "config.json");

    /**
     * Finds it.
     *
     * @return empty if no file says anything of images
     * @throws IOException if a file cannot be read or means something that cannot be said here
     * @throws EncoderException if two files disagree; the message has both values and the way to choose
     */
    static Optional<FolderPreprocessing> of(ModelFolder folder) throws IOException {
        Map<String, FolderPreprocessing> found = new LinkedHashMap<>();
        for (String name : FILES) {
            Optional<Path> file = folder.file(name);
            if (file.isPresent()) {
                PreprocessSpec.find(file.get()).ifPresent(spec -> found.put(name, new FolderPreprocessing(name, spec)));
            }
        }
        Optional<FolderPreprocessing> first = found.values().stream().findFirst();
        for (FolderPreprocessing other : found.values()) {
            requireSame(folder, first.orElseThrow(), other);
        }
        return folder.checkpoint()
                .map(checkpoint -> found.get(checkpoint.config().getFileName().toString()))
                .or(() -> first);
    }

    /**
     * Reads the one that the caller chose.
     *
     * @throws IllegalArgumentException if its name is not one of {@link #FILES}
     * @throws EncoderException if it is not there
     */
    static FolderPreprocessing of(ModelFolder folder, String name) throws IOException {
        if (!FILES.contains(name)) {
            throw new IllegalArgumentException("option config=" + name + "; expected one of " + FILES);
        }
        Path file = folder.file(name)
                .orElseThrow(() -> new EncoderException(
                        folder.path().resolve(name) + ": does not exist; expected the file that option config names"));
        return new FolderPreprocessing(name, PreprocessSpec.read(file));
    }

    private static void requireSame(ModelFolder folder, FolderPreprocessing one, FolderPreprocessing other) {
        PreprocessSpec first = one.spec;
        PreprocessSpec second = other.spec;
        List<String> differences = new ArrayList<>();
        differ(differences, "channels", first.channels(), second.channels());
        differ(differences, "resize", first.resize(), second.resize());
        differ(differences, "filter", first.filter(), second.filter());
        differ(differences, "crop", size(first), size(second));
        differ(differences, "rescale", (float) first.rescale(), (float) second.rescale());
        differ(differences, "mean", first.mean(), second.mean());
        differ(differences, "std", first.std(), second.std());
        if (!differences.isEmpty()) {
            throw new EncoderException(folder.path() + ": " + one.file + " and " + other.file + " disagree: "
                    + String.join("; ", differences) + ". Choose with option config=" + one.file + " or config="
                    + other.file + ", and say in the paper which.");
        }
    }

    private static void differ(List<String> differences, String what, Object one, Object other) {
        if (!one.equals(other)) {
            differences.add(what + " " + one + " against " + other);
        }
    }

    private static String size(PreprocessSpec spec) {
        return spec.crop().map(crop -> crop.width() + " x " + crop.height()).orElse("none");
    }
}
