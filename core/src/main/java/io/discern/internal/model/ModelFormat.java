package io.discern.internal.model;

import java.nio.file.Path;
import java.util.List;

/**
 * How an engine's model files are called in a model folder.
 *
 * @param provider the provider's name, for messages
 * @param extension of a model file, with the dot
 * @param folder the sub-folder where such files usually lie
 * @param imageModels relative names of the image tower's file, the first that exists is taken
 * @param textModels relative names of the text tower's file, likewise
 * @param checkpoints whether the engine runs published weights too ({@link io.discern.internal.checkpoint.Checkpoint})
 */
public record ModelFormat(
        String provider,
        String extension,
        String folder,
        List<String> imageModels,
        List<String> textModels,
        boolean checkpoints) {

    /** Copies the lists. */
    public ModelFormat {
        imageModels = List.copyOf(imageModels);
        textModels = List.copyOf(textModels);
    }

    /** The format of an engine that runs its own files only. */
    public ModelFormat(
            String provider, String extension, String folder, List<String> imageModels, List<String> textModels) {
        this(provider, extension, folder, imageModels, textModels, false);
    }

    /** Whether a file is called like a model of this engine. */
    boolean isModel(Path file) {
        return file.toString().endsWith(extension);
    }
}
