package io.discern.backend.onnx;

import io.discern.EncoderException;
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
 * @param manifest its {@code discern.json}
 * @param imageModel the graph that has the image tower; it may have the text tower too
 * @param textModel the graph of the text tower, where it is a file of its own
 */
record ModelFolder(Path path, ModelManifest manifest, Path imageModel, Optional<Path> textModel) {
    private static final List<String> IMAGE_MODELS =
            List.of("onnx/vision_model.onnx", "vision_model.onnx", "onnx/model.onnx", "model.onnx");
    private static final List<String> TEXT_MODELS = List.of("onnx/text_model.onnx", "text_model.onnx");

    /**
     * Finds the files.
     *
     * @param location a folder, or one {@code .onnx} file whose folder (or its parent, if the folder is called
     *     {@code onnx}) holds the configuration
     * @throws EncoderException if the folder or an image model is missing
     */
    static ModelFolder locate(String location) {
        if (location.isBlank()) {
            throw new IllegalArgumentException("onnx: the location is empty; expected a model folder or a .onnx file, as in "
                    + "onnx:models/clip");
        }
        Path path = Path.of(location).toAbsolutePath().normalize();
        if (Files.isDirectory(path)) {
            return ofFolder(path);
        }
        if (Files.isRegularFile(path) && path.toString().endsWith(".onnx")) {
            Path parent = path.getParent();
            Path folder = parent.endsWith("onnx") && parent.getParent() != null ? parent.getParent() : parent;
            ModelManifest manifest = ModelManifest.read(folder);
            return new ModelFolder(folder, manifest, path, manifest.textModel().map(name -> inside(folder, name)));
        }
        throw new EncoderException("onnx: location " + location + (Files.exists(path) ? " is neither" : " does not exist")
                + "; expected a model folder or a .onnx file");
    }

    private static ModelFolder ofFolder(Path folder) {
        ModelManifest manifest = ModelManifest.read(folder);
        Optional<Path> image = manifest.imageModel().isPresent()
                ? manifest.imageModel().map(name -> inside(folder, name))
                : first(folder, IMAGE_MODELS);
        Optional<Path> text = manifest.textModel().isPresent()
                ? manifest.textModel().map(name -> inside(folder, name))
                : first(folder, TEXT_MODELS);
        return new ModelFolder(folder, manifest, image.orElseThrow(() -> new EncoderException(folder
                + ": has no image model; expected one of " + IMAGE_MODELS + ". Found: " + onnxFiles(folder)
                + ". Name it with \"imageModel\" in discern.json.")), text);
    }

    private static Optional<Path> first(Path folder, List<String> names) {
        return names.stream().map(folder::resolve).filter(Files::isRegularFile).findFirst();
    }

    private static Path inside(Path folder, String name) {
        Path file = folder.resolve(name).normalize();
        if (Path.of(name).isAbsolute() || !file.startsWith(folder)) {
            throw new EncoderException(folder.resolve(ModelManifest.FILE) + ": file \"" + name
                    + "\" lies outside the folder; expected a relative name inside it");
        }
        if (!Files.isRegularFile(file)) {
            throw new EncoderException(folder.resolve(ModelManifest.FILE) + ": file \"" + name
                    + "\" does not exist. Found: " + onnxFiles(folder));
        }
        return file;
    }

    private static List<String> onnxFiles(Path folder) {
        try (Stream<Path> files = Files.walk(folder, 2)) {
            return files.filter(file -> file.toString().endsWith(".onnx"))
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
        return Optional.of(path.resolve(name)).filter(Files::isRegularFile);
    }

    /** A file's name relative to the folder, for messages and provenance. */
    String relative(Path file) {
        return path.relativize(file).toString().replace('\\', '/');
    }

    /** What the encoder is called when nobody says: the folder's name. */
    String defaultName() {
        return path.getFileName() == null ? path.toString() : path.getFileName().toString();
    }
}
