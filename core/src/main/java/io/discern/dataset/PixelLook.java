package io.discern.dataset;

import io.discern.image.ImageDecoder;
import io.discern.image.ImageFacts;
import io.discern.internal.Sha256;
import io.discern.internal.file.FileNames;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Looks at the images of a data set, each once, or remembers what somebody has seen of a file with the same bytes. Safe for concurrent use. */
final class PixelLook {
    private final AuditMemory memory;
    /** Of files of many pictures, which are asked once. */
    private final Map<String, ImageFacts> told = new ConcurrentHashMap<>();

    private final Map<Path, Hashed> hashes = new ConcurrentHashMap<>();

    /** The hash of a file's bytes, and what the file system said of it then. */
    private record Hashed(String sha256, long bytes, FileTime changed) {
        static Hashed of(Path file) throws IOException {
            long bytes = Files.size(file);
            FileTime changed = Files.getLastModifiedTime(file);
            return new Hashed(Sha256.ofFile(file), bytes, changed);
        }

        boolean isStill(Path file) {
            try {
                return Files.size(file) == bytes
                        && Files.getLastModifiedTime(file).equals(changed);
            } catch (IOException gone) {
                return false;
            }
        }
    }

    PixelLook(AuditMemory memory) {
        this.memory = memory;
    }

    /**
     * What one look at an image's pixels gives.
     *
     * @throws UncheckedIOException if the memory cannot be written
     */
    PixelFacts at(LabeledImage image) {
        Optional<String> key = key(image);
        Optional<PixelFacts> known = key.flatMap(memory::recalled);
        if (known.isPresent()) {
            return known.get();
        }
        PixelFacts seen = seen(image);
        // A file that changed while it was looked at must not be known by what it was.
        if (key.isPresent()
                && seen.readable()
                && hashes.get(source(image).file()).isStill(source(image).file())) {
            memory.remember(key.get(), seen);
        }
        return seen;
    }

    /** What decides the pixels of a picture in a file; empty for others, and where there is nothing to remember them by. */
    private Optional<String> key(LabeledImage image) {
        if (!memory.remembers() || !(image.source() instanceof FileSource)) {
            return Optional.empty();
        }
        Path file = source(image).file();
        try {
            Hashed hashed = hashes.get(file);
            if (hashed == null) {
                hashed = Hashed.of(file);
                hashes.put(file, hashed);
            }
            return Optional.of(
                    hashed.sha256() + " " + Sha256.ofText(source(image).decoding()));
        } catch (IOException unreadable) {
            return Optional.empty(); // found again, and reported, when it is loaded
        }
    }

    private static FileSource source(LabeledImage image) {
        return (FileSource) image.source();
    }

    private PixelFacts seen(LabeledImage image) {
        String format = "";
        Optional<ImageFacts> facts = Optional.empty();
        try {
            Optional<Path> file = file(image.path());
            if (file.isPresent()) {
                format = FirstBytes.format(file.get()).orElse("");
                if (format.equals("DICOM")) {
                    if (!told.containsKey(image.path())) {
                        told.put(image.path(), ImageDecoder.standard().facts(file.get()));
                    }
                    facts = Optional.of(told.get(image.path()));
                }
            }
            return PixelFacts.of(image.source().load(), format, facts);
        } catch (IOException unreadable) {
            return PixelFacts.failed(format, FirstBytes.reason(unreadable));
        } catch (RuntimeException broken) {
            // A source is anybody's code; what it throws is this image's loss, as in a run.
            return PixelFacts.failed(format, broken.toString());
        }
    }

    private static Optional<Path> file(String path) {
        try {
            return Optional.of(FileNames.path(path)).filter(Files::isRegularFile);
        } catch (InvalidPathException noFile) {
            return Optional.empty();
        }
    }
}
