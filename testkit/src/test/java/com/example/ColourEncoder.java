package com.example;

import io.discern.Embeddings;
import io.discern.EncoderInfo;
import io.discern.VisionLanguageEncoder;
import io.discern.image.RgbImage;
import java.util.List;

public final class ColourEncoder implements VisionLanguageEncoder {
    private volatile boolean closed;

    @Override
    public EncoderInfo info() {
        return EncoderInfo.of("colour", 3);
    }

    @Override
    public Embeddings encodeImages(List<RgbImage> images) {
        if (closed) {
            throw new IllegalStateException("colour is closed");
        }
        float[] rows = new float[images.size() * 3];
        for (int i = 0; i < images.size(); i++) {
            byte[] pixels = images.get(i).pixels();
            for (int p = 0; p < pixels.length; p++) {
                rows[3 * i + p % 3] += 3f * (pixels[p] & 0xff) / pixels.length;
            }
        }
        return Embeddings.ofRows(3, rows);
    }

    @Override
    public void close() {
        closed = true;
    }
}
