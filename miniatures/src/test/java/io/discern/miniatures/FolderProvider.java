package io.discern.miniatures;

import io.discern.Embeddings;
import io.discern.EncoderConfig;
import io.discern.EncoderException;
import io.discern.EncoderInfo;
import io.discern.VisionLanguageEncoder;
import io.discern.image.RgbImage;
import io.discern.spi.EncoderProvider;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** A backend for tests, named {@code folder}: it remembers the folder it was opened on. */
public final class FolderProvider implements EncoderProvider {

    static Path lastFolder;
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
