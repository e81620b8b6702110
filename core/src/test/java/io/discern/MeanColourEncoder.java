package io.discern;

import io.discern.image.RgbImage;
import io.discern.spi.EncoderProvider;
import java.util.List;

/** The smallest useful encoder: the mean of each channel, in 0..255. */
public final class MeanColourEncoder implements VisionLanguageEncoder {

    @Override
    public EncoderInfo info() {
        return EncoderInfo.of("mean-colour", 3);
    }

    @Override
    public Embeddings encodeImages(List<RgbImage> images) {
        float[] means = new float[images.size() * 3];
        for (int i = 0; i < images.size(); i++) {
            byte[] pixels = images.get(i).pixels();
            long[] sums = new long[3];
            for (int p = 0; p < pixels.length; p++) {
                sums[p % 3] += pixels[p] & 0xff;
            }
            for (int channel = 0; channel < 3; channel++) {
                means[3 * i + channel] = (float) (3.0 * sums[channel] / pixels.length);
            }
        }
        return Embeddings.ofRows(3, means);
    }

    /** Finds it by name. */
    public static final class Provider implements EncoderProvider {
        @Override
        public String name() {
            return "mean-colour";
        }

        @Override
        public VisionLanguageEncoder open(EncoderConfig config) {
            return new MeanColourEncoder();
        }
    }
}
