package io.discern.miniatures;

import io.discern.BatchSize;
import io.discern.Embeddings;
import io.discern.EncoderInfo;
import io.discern.VisionLanguageEncoder;
import io.discern.image.RgbImage;
import io.discern.preprocess.PreprocessSpec;
import java.util.List;
import java.util.Optional;

/** A backend's encoder under the miniature's name. */
final class MiniatureEncoder implements VisionLanguageEncoder {

    private final EncoderInfo info;
    private final VisionLanguageEncoder encoder;

    MiniatureEncoder(String name, VisionLanguageEncoder encoder) {
        this.info = encoder.info().withName(name);
        this.encoder = encoder;
    }

    @Override
    public EncoderInfo info() {
        return info;
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

    @Override
    public String toString() {
        return info.name();
    }
}
