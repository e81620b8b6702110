package io.discern.internal.model;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * How an engine's model files are called in a model folder.
 *
 * @param provider the provider's name, for messages
 * @param extension of a model file, with the dot
 * @param folder the sub-folder where such files usually lie
 * @param imageModels relative names of the image tower's file, the first that exists is taken
 * @param textModels relative names of the text tower's file, likewise
 * @param checkpoints whether the engine runs published weights too ({@link io.discern.internal.checkpoint.Checkpoint}); nothing else
 *     where there are no image models
 * @param ownOptions names of options that no other engine has
 */
public record ModelFormat(
        String provider,
        String extension,
        String folder,
        List<String> imageModels,
        List<String> textModels,
        boolean checkpoints,
        Set<String> ownOptions) {

    /** Copies the lists. */
    public ModelFormat {
        imageModels = List.copyOf(imageModels);
        textModels = List.copyOf(textModels);
        ownOptions = Set.copyOf(ownOptions);
    }

    /** The format of an engine that runs its own files only. */
    public ModelFormat(
            String provider, String extension, String folder, List<String> imageModels, List<String> textModels) {
        this(provider, extension, folder, imageModels, textModels, false, Set.of());
    }

    /** Whether the engine runs graphs as well as published weights. */
    boolean choosesSource() {
        return checkpoints && !imageModels.isEmpty();
    }

    /** Whether a file is called like a model of this engine. */
    boolean isModel(Path file) {
        return file.toString().endsWith(extension);
    }
}
