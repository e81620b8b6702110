package io.discern.examples;

import io.discern.Embeddings;
import io.discern.EncoderConfig;
import io.discern.EncoderInfo;
import io.discern.VisionLanguageEncoder;
import io.discern.image.RgbImage;
import io.discern.spi.EncoderProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Takes its time for each batch, and writes down what it encodes: a line for each image, to the file that a system property names. */
public final class SlowEncoder implements EncoderProvider {
    static final String LOG = "slow.log";
    private static final long NANOS_AN_IMAGE = 10_000_000;

    @Override
    public String name() {
        return "slow";
    }

    @Override
    public VisionLanguageEncoder open(EncoderConfig config) {
        Path log = Path.of(System.getProperty(LOG));
        return new VisionLanguageEncoder() {
            @Override
            public EncoderInfo info() {
                return EncoderInfo.of("slow", 2).withProvenance("image model sha256", config.location());
            }

            @Override
            public Embeddings encodeImages(List<RgbImage> images) {
                float[] rows = new float[2 * images.size()];
                StringBuilder lines = new StringBuilder();
                for (int i = 0; i < images.size(); i++) {
                    LockSupport.parkNanos(NANOS_AN_IMAGE);
                    rows[2 * i] = images.get(i).pixels()[0] & 0xff;
                    rows[2 * i + 1] = images.size();
                    lines.append(rows[2 * i]).append('\n');
                }
                try {
                    Files.writeString(log, lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                } catch (IOException failed) {
                    throw new UncheckedIOException(failed);
                }
                return Embeddings.ofRows(2, rows);
            }
        };
    }
}
