package io.discern.internal.model;

import com.fasterxml.jackson.databind.JsonNode;
import io.discern.EncoderConfig;
import io.discern.EncoderException;
import io.discern.internal.Json;
import io.discern.internal.checkpoint.Checkpoint;
import io.discern.internal.checkpoint.CheckpointFormat;
import io.discern.internal.file.RegularFile;
import io.discern.internal.hub.HubSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A model folder in Hugging Face's layout, with the files that matter found.
 *
 * @param path the folder that holds the configuration files
 * @param defaultName what the encoder is called when nobody says
 * @param manifest its {@code discern.json}
 * @param exported the graph that has the image tower; it may have the text tower too; empty where weights are opened
 * @param textModel the graph of the text tower, where it is a file of its own
 * @param checkpoint the published weights, where these are opened
 */
record ModelFolder(
        Path path,
        String defaultName,
        ModelManifest manifest,
        Optional<Path> exported,
        Optional<Path> textModel,
        Optional<Checkpoint> checkpoint) {
    private static final String WEIGHTS = "weights";

    /**
     * Finds the files.
     *
     * @param format how the provider's engine names its model files
     * @param config its location is a folder; or one model file whose folder (or its parent, if the folder is called as
     *     {@link ModelFormat#folder} says) holds the configuration; or {@code hub/ORG/NAME[@REVISION]}
     * @param options whether a location on the hub may be fetched over the network, and which of a folder's models is meant
     * @throws IllegalArgumentException if the location is empty
     * @throws EncoderException if the folder or an image model is missing, or the hub has a reason
     */
    static ModelFolder locate(ModelFormat format, EncoderConfig config, ModelOptions options) {
        String location = config.location();
        boolean download = options.download();
        Optional<String> source = options.source();
        if (location.startsWith(HubFiles.PREFIX)) {
            Path snapshot = HubFiles.folder(format, config, options, HubSettings.standard());
            return ofFolder(format, snapshot, source)
                    .named(HubFiles.model(location).name());
        }
        if (download) {
            throw new IllegalArgumentException(format.provider() + ": option download=true with location " + location
                    + "; expected " + HubFiles.PREFIX + "ORG/NAME");
        }
        if (location.isBlank()) {
            throw new IllegalArgumentException(format.provider()
                    + ": the location is empty; expected a model folder or a " + format.extension() + " file, as in "
                    + format.provider() + ":models/clip");
        }
        Path path = Path.of(location).toAbsolutePath().normalize();
        if (Files.isDirectory(path)) {
            return ofFolder(format, path, source);
        }
        if (format.isModel(path) && isFile(path)) {
            Path parent = path.getParent();
            Path folder = parent.endsWith(format.folder()) && parent.getParent() != null ? parent.getParent() : parent;
            ModelManifest manifest = ModelManifest.read(folder);
            Optional<Path> text = manifest.text().model().map(name -> inside(format, folder, name));
            return new ModelFolder(folder, nameOf(folder), manifest, Optional.of(path), text, Optional.empty());
        }
        throw new EncoderException(format.provider() + ": location " + location
                + (Files.exists(path) ? " is neither" : " does not exist") + "; expected a model folder or a "
                + format.extension() + " file, or " + HubFiles.PREFIX + "ORG/NAME");
    }

    private static ModelFolder ofFolder(ModelFormat format, Path folder, Optional<String> source) {
        ModelManifest manifest = ModelManifest.read(folder);
        Optional<Path> image = manifest.image().model().isPresent()
                ? manifest.image().model().map(name -> inside(format, folder, name))
                : first(folder, format.imageModels());
        Optional<Path> text = manifest.text().model().isPresent()
                ? manifest.text().model().map(name -> inside(format, folder, name))
                : first(folder, format.textModels());
        boolean weights = source.map(WEIGHTS::equals)
                .orElse(image.isEmpty() || format.imageModels().isEmpty());
        Optional<Checkpoint> checkpoint = format.checkpoints() && weights ? Checkpoint.find(folder) : Optional.empty();
        if (checkpoint.isPresent()) {
            return new ModelFolder(folder, nameOf(folder), manifest, Optional.empty(), Optional.empty(), checkpoint);
        }
        if (image.isEmpty()
                || format.imageModels().isEmpty()
                || source.filter(WEIGHTS::equals).isPresent()) {
            boolean only = source.isPresent() || !format.choosesSource();
            throw new EncoderException(folder + ": has no "
                    + (only && weights && format.checkpoints()
                            ? ""
                            : "image model; expected one of " + format.imageModels())
                    + (format.checkpoints() && weights ? noCheckpoint(only) : "") + ". Found: "
                    + modelFiles(format, folder) + "."
                    + (format.imageModels().isEmpty() ? "" : " Name it with \"imageModel\" in discern.json."));
        }
        return new ModelFolder(folder, nameOf(folder), manifest, image, text, Optional.empty());
    }

    private static String noCheckpoint(boolean only) {
        StringBuilder text = new StringBuilder(only ? "published weights; expected " : ", or published weights: ");
        for (CheckpointFormat format : CheckpointFormat.values()) {
            text.append(format.config())
                    .append(" with one of ")
                    .append(format.weights())
                    .append(" (")
                    .append(format)
                    .append("), ");
        }
        return text.substring(0, text.length() - 2);
    }

    /**
     * The graph that has the image tower.
     *
     * @throws IllegalStateException if weights are opened
     */
    Path imageModel() {
        return exported.orElseThrow(() -> new IllegalStateException(path + ": opened from its weights"));
    }

    private static Optional<Path> first(Path folder, List<String> names) {
        return names.stream().map(folder::resolve).filter(ModelFolder::isFile).findFirst();
    }

    private static Path inside(ModelFormat format, Path folder, String name) {
        Path file = folder.resolve(name).normalize();
        if (Path.of(name).isAbsolute() || !file.startsWith(folder)) {
            throw new EncoderException(folder.resolve(ModelManifest.FILE) + ": file \"" + name
                    + "\" lies outside the folder; expected a relative name inside it");
        }
        if (!Files.isRegularFile(file)) {
            throw new EncoderException(folder.resolve(ModelManifest.FILE) + ": file \"" + name
                    + "\" does not exist. Found: " + modelFiles(format, folder));
        }
        return file;
    }

    private static List<String> modelFiles(ModelFormat format, Path folder) {
        try (Stream<Path> files = Files.walk(folder, 2)) {
            return files.filter(format::isModel)
                    .map(file -> folder.relativize(file).toString())
                    .sorted()
                    .limit(20)
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    /** The file of that name in the folder, if it exists. */
    Optional<Path> file(String name) {
        return Optional.of(path.resolve(name)).filter(ModelFolder::isFile);
    }

    /**
     * The object in a small JSON file of a model.
     *
     * @return empty if the file does not exist
     * @throws EncoderException if it cannot be read, is too large, malformed, or holds something else
     */
    static Optional<JsonNode> json(Path file) {
        return isFile(file) ? Optional.of(Json.ofModel(file, Json.MAX_BYTES)) : Optional.empty();
    }

    /** Whether it is there; a link that leads nowhere is not taken for a missing file. */
    static boolean isFile(Path file) {
        if (Files.isSymbolicLink(file) && !Files.exists(file)) {
            throw new EncoderException(
                    file + ": is a link that leads nowhere, or in a circle; expected a file. Copy or download "
                            + "the model again.");
        }
        if (!Files.exists(file) || Files.isDirectory(file)) {
            return false;
        }
        try {
            RegularFile.require(file); // a pipe or a device would block whoever opens it
            return true;
        } catch (IOException none) {
            throw new EncoderException(none.getMessage(), none);
        }
    }

    /** A file's name relative to the folder, for messages and provenance. */
    String relative(Path file) {
        return path.relativize(file).toString().replace('\\', '/');
    }

    private ModelFolder named(String name) {
        return new ModelFolder(path, name, manifest, exported, textModel, checkpoint);
    }

    private static String nameOf(Path folder) {
        return folder.getFileName() == null
                ? folder.toString()
                : folder.getFileName().toString();
    }
}
