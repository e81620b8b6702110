package io.discern.internal.weights;

import io.discern.EncoderException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * A file with weights that another file of the model names, or that lies in the model's folder as a link: it must be in that
 * folder or, in a Hugging Face cache, in the {@code blobs} of the same model. A hostile model could name any file of the machine.
 */
public final class WeightFile {
    private WeightFile() {}

    /**
     * The file of that name.
     *
     * @param name relative to where the naming file lies
     * @param beside the naming file
     * @param folder the model folder
     * @param what names the naming file and its claim in messages, as in {@code model.onnx: its external data}
     * @return the file, with links unresolved
     * @throws EncoderException if it leaves the folder, is a hard link to a file that has a name outside it, or does not exist
     * @throws IOException if the links cannot be followed
     */
    public static Path named(String name, Path beside, Path folder, String what) throws IOException {
        Path relative;
        try {
            relative = Path.of(name);
        } catch (InvalidPathException e) {
            throw refused(name, what, "is not a file name");
        }
        if (name.isEmpty() || relative.isAbsolute() || relative.normalize().startsWith("..")) {
            throw refused(name, what, "leaves the folder");
        }
        Path data = beside.resolveSibling(relative);
        if (!Files.isRegularFile(data)) {
            throw refused(name, what, "does not exist");
        }
        Path real = data.toRealPath();
        Path snapshots = folder.toRealPath().getParent();
        boolean inBlobs = snapshots != null
                && snapshots.endsWith("snapshots")
                && real.startsWith(snapshots.resolveSibling("blobs"));
        if (!real.startsWith(folder.toRealPath()) && !inBlobs) {
            throw refused(name, what, "leads to " + real + ", outside the folder");
        }
        if (HardLinks.leadOut(real, inBlobs ? snapshots.getParent() : folder.toRealPath())) {
            throw refused(
                    name, what, "is a hard link to a file with a name outside the folder, so it may be anybody's");
        }
        return data;
    }

    private static EncoderException refused(String name, String what, String why) {
        return new EncoderException(
                what + " \"" + name + "\" " + why + "; expected a file beside it, named relative to it");
    }
}
