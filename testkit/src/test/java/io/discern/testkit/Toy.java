package io.discern.testkit;

import io.discern.Capability;
import io.discern.Embeddings;
import io.discern.EncoderInfo;
import io.discern.VisionLanguageEncoder;
import io.discern.image.RgbImage;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** A good encoder: mean and spread of the channels; for texts, how often some letters occur, as far as 100 000 characters. */
class Toy implements VisionLanguageEncoder {
    static final int DIM = 6;
    static final EncoderInfo INFO = EncoderInfo.of("toy", DIM).withCapabilities(EnumSet.allOf(Capability.class));

    private static final String LETTERS = "aeulnd";

    private final ReentrantReadWriteLock lifetime = new ReentrantReadWriteLock();
    private boolean closed;

    @Override
    public EncoderInfo info() {
        return INFO;
    }

    @Override
    public Embeddings encodeImages(List<RgbImage> images) {
        return guarded(images.size(), i -> row(images.get(i)));
    }

    @Override
    public Embeddings encodeTexts(List<String> texts) {
        return guarded(texts.size(), i -> row(texts.get(i)));
    }

    interface RowOf {
        float[] row(int i);
    }

    final Embeddings guarded(int count, RowOf rowOf) {
        lifetime.readLock().lock();
        try {
            if (closed) {
                throw new IllegalStateException("toy is closed");
            }
            float[] values = new float[count * DIM];
            for (int i = 0; i < count; i++) {
                System.arraycopy(rowOf.row(i), 0, values, i * DIM, DIM);
            }
            return Embeddings.ofRows(DIM, values);
        } finally {
            lifetime.readLock().unlock();
        }
    }

    float[] row(RgbImage image) {
        double[] sums = new double[DIM];
        byte[] pixels = image.pixels();
        // The first pixel does not count, for a bad encoder that writes into it.
        for (int p = pixels.length > 3 ? 3 : 0; p < pixels.length; p++) {
            double value = (pixels[p] & 0xff) / 255.0;
            sums[p % 3] += value;
            sums[3 + p % 3] += value * value;
        }
        float[] row = new float[DIM];
        for (int j = 0; j < DIM; j++) {
            row[j] = (float) (sums[j] * 3 / pixels.length);
        }
        return row;
    }

    float[] row(String text) {
        float[] row = new float[DIM];
        text.chars().forEach(letter -> {
            int j = LETTERS.indexOf(letter);
            if (j >= 0) {
                row[j] += 1;
            }
        });
        return row;
    }

    @Override
    public void close() {
        lifetime.writeLock().lock();
        try {
            closed = true;
        } finally {
            lifetime.writeLock().unlock();
        }
    }
}
