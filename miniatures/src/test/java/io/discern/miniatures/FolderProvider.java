package io.discern.miniatures;

import io.discern.Embeddings;
import io.discern.EncoderConfig;
import io.discern.EncoderException;
import io.discern.EncoderInfo;
import io.discern.VisionLanguageEncoder;
import io.discern.image.RgbImage;
import io.discern.spi.EncoderProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A backend for tests, named {@code folder}: it remembers the folder it was opened on, and the files that were in it. */
public final class FolderProvider implements EncoderProvider {

    static Path lastFolder;
    static Set<Path> lastFiles;
    static boolean closed;

    @Override
    public String name() {
        return "folder";
    }

    @Override
    public VisionLanguageEncoder open(EncoderConfig config) {
        config.requireOptions(name(), Set.of("fail"));
        lastFolder = Path.of(config.location());
        closed = false;
        try (Stream<Path> files = Files.walk(lastFolder)) {
            lastFiles = files.filter(Files::isRegularFile)
                    .map(lastFolder::relativize)
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (config.options().containsKey("fail")) {
            throw new EncoderException("asked to fail");
        }
        return new VisionLanguageEncoder() {
            @Override
            public EncoderInfo info() {
                return EncoderInfo.of("folder", 2);
            }

            @Override
            public Embeddings encodeImages(List<RgbImage> images) {
                throw new EncoderException("encodes nothing");
            }

            @Override
            public void close() {
                closed = true;
            }
        };
    }
}
