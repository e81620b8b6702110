package io.discern.spark;

import io.discern.Embeddings;
import io.discern.EncoderConfig;
import io.discern.EncoderException;
import io.discern.EncoderInfo;
import io.discern.VisionLanguageEncoder;
import io.discern.image.RgbImage;
import io.discern.spi.Availability;
import io.discern.spi.EncoderProvider;
import java.util.List;
import org.apache.spark.TaskContext;

/**
 * {@code faulty:KIND}: eight numbers of an image's pixels, and something that goes wrong on an executor the first time; {@code place} gives an image's place in
 * its batch instead.
 */
public final class FaultyProvider implements EncoderProvider {

    /** For the service loader. */
    public FaultyProvider() {}

    @Override
    public String name() {
        return "faulty";
    }

    @Override
    public String description() {
        return "well, throws, slow, absent, other or place";
    }

    @Override
    public Availability availability() {
        return Availability.available(description());
    }

    @Override
    public VisionLanguageEncoder open(EncoderConfig config) {
        String kind = config.location();
        boolean executor = TaskContext.get() != null;
        if (executor && kind.equals("absent")) {
            throw new EncoderException("/models/absent: no such folder; expected a model. Copy it to every executor.");
        }
        String hash = executor && kind.equals("other") ? "b" : "a";
        return new Faulty(kind, EncoderInfo.of("faulty:" + kind, 8).withProvenance("image model sha256", hash));
    }

    private static final class Faulty implements VisionLanguageEncoder {
        private final String kind;
        private final EncoderInfo info;
        private int calls;

        Faulty(String kind, EncoderInfo info) {
            this.kind = kind;
            this.info = info;
        }

        @Override
        public EncoderInfo info() {
            return info;
        }

        @Override
        public Embeddings encodeImages(List<RgbImage> images) {
            TaskContext task = TaskContext.get();
            if (kind.equals("throws") && ++calls == 2 && task != null && task.attemptNumber() == 0) {
                throw new IllegalStateException("the first attempt fails in its midst");
            }
            if (kind.equals("slow") && task != null && task.attemptNumber() == 0 && task.partitionId() == 0) {
                try {
                    Thread.sleep(120_000);
                } catch (InterruptedException killed) {
                    throw new IllegalStateException("killed, because a copy was faster", killed);
                }
            }
            float[] values = new float[8 * images.size()];
            for (int i = 0; i < images.size(); i++) {
                if (kind.equals("place")) {
                    values[8 * i] = i;
                    continue;
                }
                byte[] pixels = images.get(i).pixels();
                for (int j = 0; j < pixels.length; j++) {
                    values[8 * i + j % 8] += (pixels[j] & 0xff) / 255f;
                }
            }
            return Embeddings.ofRows(8, values);
        }
    }
}
