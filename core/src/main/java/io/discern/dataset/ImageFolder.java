package io.discern.dataset;

import io.discern.image.ImageDecoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** A folder with one sub-folder per class; images may lie deeper inside a class. Names that start with a dot are ignored. */
final class ImageFolder {
    private static final Set<String> EXTENSIONS =
            Set.of("png", "jpg", "jpeg", "jpe", "jfif", "gif", "bmp", "tif", "tiff", "webp", "dcm");

    private ImageFolder() {}

    static LabeledImages read(Path root) throws IOException {
        List<LabeledImage> images = new ArrayList<>();
        for (Path folder : classFolders(root)) {
            String label = folder.getFileName().toString();
            List<Path> files = imageFiles(folder);
            if (files.isEmpty()) {
                throw new IOException(folder + ": class folder without images; expected files ending in "
                        + EXTENSIONS.stream().sorted().toList() + ". Add images or remove the folder.");
            }
            for (Path file : files) {
                String id = root.relativize(file).toString().replace('\\', '/');
                images.add(new LabeledImage(
                        id,
                        file.toString(),
                        label,
                        id,
                        Map.of(),
                        () -> ImageDecoder.standard().decode(file)));
            }
        }
        if (images.isEmpty()) {
            throw new IOException(
                    root + ": no class folders; expected one sub-folder per class with its images inside");
        }
        return new LabeledImages(name(root), images);
    }

    private static String name(Path root) {
        Path name = root.toAbsolutePath().normalize().getFileName();
        return name == null ? "data" : name.toString();
    }

    private static List<Path> classFolders(Path root) throws IOException {
        try (Stream<Path> children = Files.list(root)) {
            return children.filter(Files::isDirectory)
                    .filter(child -> !hidden(child))
                    .sorted()
                    .toList();
        }
    }

    private static List<Path> imageFiles(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !hidden(file) && EXTENSIONS.contains(extension(file)))
                    .sorted()
                    .toList();
        }
    }

    private static boolean hidden(Path path) {
        return path.getFileName().toString().startsWith(".");
    }

    private static String extension(Path file) {
        String name = file.getFileName().toString();
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }
}
