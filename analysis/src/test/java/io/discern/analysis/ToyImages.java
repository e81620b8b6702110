package io.discern.analysis;

import io.discern.dataset.LabeledImage;
import io.discern.dataset.LabeledImages;
import io.discern.image.RgbImage;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/** Noisy grey images whose class is a patch of colour in the lower half. */
public final class ToyImages {
    private record Key(long seed, int label) {}

    /** Overlays are drawn on the same images again and again; they are immutable. */
    private static final Map<Key, RgbImage> MADE = new ConcurrentHashMap<>();

    private ToyImages() {}

    public static LabeledImages of(int count, int classes, long seed) {
        List<LabeledImage> images = IntStream.range(0, count)
                .mapToObj(i ->
                        LabeledImage.of("img" + i, "class" + i % classes, () -> image(seed * 1000 + i, i % classes)))
                .toList();
        return new LabeledImages("toy", images);
    }

    public static RgbImage image(long seed, int label) {
        return MADE.computeIfAbsent(new Key(seed, label), key -> make(seed, label));
    }

    private static RgbImage make(long seed, int label) {
        SplittableRandom random = new SplittableRandom(seed * 7919);
        byte[] pixels = new byte[96 * 96 * 3];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (100 + random.nextInt(40));
        }
        for (int y = 60; y < 85; y++) {
            for (int x = 30; x < 66; x++) {
                pixels[(y * 96 + x) * 3 + label % 3] = (byte) (200 + random.nextInt(40));
            }
        }
        return RgbImage.of(96, 96, pixels);
    }
}
