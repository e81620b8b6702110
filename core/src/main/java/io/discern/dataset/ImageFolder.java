package io.discern.dataset;

import io.discern.image.ImageDecoder;
import io.discern.store.FileErrors;
import io.discern.store.FileNames;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
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
    private static final Set<String> EXTENSIONS = Set.of(
            "png", "apng", "jpg", "jpeg", "jpe", "jfif", "gif", "bmp", "dib", "tif", "tiff", "webp", "dcm", "dicom",
            "ima", "nii", "jp2", "j2k", "j2c", "jpc", "jpx", "jpf", "jpt", "jxl", "jxr", "heic", "heif", "hif", "avif",
            "ico", "cur", "pbm", "pgm", "ppm", "pnm", "pam", "pfm", "tga", "pcx", "psd", "exr", "hdr", "dng", "svs",
            "ndpi", "scn", "mrxs", "mha", "mhd", "nrrd", "czi", "lif");

    private ImageFolder() {}

    static LabeledImages read(Path root) throws IOException {
        List<LabeledImage> images = new ArrayList<>();
        for (Path folder : classFolders(root)) {
            String label = FileNames.text(folder.getFileName());
            List<Path> files = imageFiles(folder);
            if (files.isEmpty()) {
                throw new IOException(folder + ": class folder without images; expected files ending in "
                        + EXTENSIONS.stream().sorted().toList() + ". Add images or remove the folder.");
            }
            for (Path file : files) {
                String id = FileNames.text(root.relativize(file)).replace(File.separatorChar, '/');
                images.add(new LabeledImage(
                        id,
                        FileNames.text(file),
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
        return name == null ? "data" : FileNames.text(name);
    }

    private static List<Path> classFolders(Path root) throws IOException {
        try (Stream<Path> children = Files.list(root)) {
            return children.filter(Files::isDirectory)
                    .filter(child -> !hidden(child))
                    .sorted()
                    .toList();
        } catch (UncheckedIOException failed) {
            throw FileErrors.explained(failed, root);
        } catch (IOException failed) {
            throw FileErrors.explained(failed, root);
        }
    }

    /** Everything with an image's name but folders: what is no ordinary file (a pipe, a dead link) must fail, not be absent. */
    private static List<Path> imageFiles(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> !Files.isDirectory(file))
                    .filter(file -> !hidden(file) && EXTENSIONS.contains(extension(file)))
                    .sorted()
                    .toList();
        } catch (UncheckedIOException failed) {
            throw FileErrors.explained(failed, folder);
        } catch (IOException failed) {
            throw FileErrors.explained(failed, folder);
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
