package io.discern.analysis.overlay.run;

import io.discern.analysis.Tagged;
import io.discern.analysis.internal.picture.Jpeg;
import io.discern.image.RgbImage;
import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;

/** What changes nothing that a reader of images would see: the floor under every effect of an overlay. */
public enum HarmlessChange implements Condition, Tagged {
    /** None: the same images once more, in another order, since an embedding may hang on what is beside it or came before. */
    AGAIN("again") {
        @Override
        public RgbImage of(RgbImage image, long seed) {
            return image;
        }
    },
    /** Written as JPEG of quality 90 and read again. */
    JPEG("jpeg-90") {
        @Override
        public RgbImage of(RgbImage image, long seed) throws IOException {
            return Jpeg.read(Jpeg.of(image, 0.9f));
        }
    },
    /** In every channel of every pixel one level of 255 up, down or as it was, each equally likely. */
    NOISE("noise-1") {
        @Override
        public RgbImage of(RgbImage image, long seed) {
            SplittableRandom random = new SplittableRandom(seed);
            byte[] pixels = image.pixels().clone();
            for (int i = 0; i < pixels.length; i++) {
                int noisy = (pixels[i] & 0xff) + random.nextInt(3) - 1;
                pixels[i] = (byte) Math.max(0, Math.min(255, noisy));
            }
            return RgbImage.of(image.width(), image.height(), pixels);
        }
    };

    /** All of them. */
    public static final List<HarmlessChange> ALL = List.of(values());

    private final String tag;

    HarmlessChange(String tag) {
        this.tag = tag;
    }

    /**
     * The image so changed; the same for the same seed.
     *
     * @throws IOException if it cannot be written or read again
     */
    public abstract RgbImage of(RgbImage image, long seed) throws IOException;

    @Override
    public String tag() {
        return tag;
    }

    @Override
    public String brief() {
        return tag;
    }
}
