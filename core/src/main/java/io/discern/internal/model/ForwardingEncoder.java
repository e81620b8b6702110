package io.discern.internal.model;

import io.discern.BatchSize;
import io.discern.Embeddings;
import io.discern.EncoderInfo;
import io.discern.VisionLanguageEncoder;
import io.discern.image.RgbImage;
import io.discern.preprocess.PreprocessSpec;
import java.util.List;
import java.util.Optional;

/** An encoder that has everything from another one, but for what a subclass has of its own. Closing it closes the other. */
public abstract class ForwardingEncoder implements VisionLanguageEncoder {
    private final VisionLanguageEncoder encoder;

    /** In front of an encoder. */
    protected ForwardingEncoder(VisionLanguageEncoder encoder) {
        this.encoder = encoder;
    }

    @Override
    public EncoderInfo info() {
        return encoder.info();
    }

    @Override
    public Embeddings encodeImages(List<RgbImage> images) {
        return encoder.encodeImages(images);
    }

    @Override
    public Embeddings encodeTexts(List<String> texts) {
        return encoder.encodeTexts(texts);
    }

    @Override
    public Optional<PreprocessSpec> preprocessing() {
        return encoder.preprocessing();
    }

    @Override
    public BatchSize batchSize() {
        return encoder.batchSize();
    }

    @Override
    public void close() {
        encoder.close();
    }
}
