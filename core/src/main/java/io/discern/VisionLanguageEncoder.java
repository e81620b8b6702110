package io.discern;

import io.discern.image.RgbImage;
import io.discern.preprocess.PreprocessSpec;
import java.util.List;
import java.util.Optional;

/**
 * An encoder of images, and possibly of texts, into one embedding space.
 *
 * <p><b>Order and count.</b> Row {@code i} of the result belongs to element {@code i} of the argument; an empty list gives
 * an empty result of the same dimension. <b>Threads.</b> {@link EncoderInfo#threading()} says whether calls may overlap.
 * <b>Ownership.</b> Arguments are not modified; the result is a heap copy that outlives the encoder.
 *
 * <p>Implementations that run a tensor model should extend {@link io.discern.spi.TensorEncoder}, which does batching,
 * preprocessing and validation. Later additions to this interface come as default methods.
 */
public interface VisionLanguageEncoder extends AutoCloseable {

    /** The facts about this encoder; constant for its lifetime and readable after {@link #close()}. */
    EncoderInfo info();

    /**
     * Encodes images.
     *
     * @param images the images, of any sizes; not modified
     * @return {@code images.size() x info().dimension()}, row {@code i} for image {@code i}
     * @throws UnsupportedCapabilityException if this encoder has no image tower
     * @throws EncoderException if the model fails or returns a value that is not finite
     * @throws IllegalStateException if the encoder is closed
     */
    Embeddings encodeImages(List<RgbImage> images);

    /**
     * Encodes texts into the space of the images.
     *
     * @param texts the texts; a text that does not fit the model's context is refused unless truncation was asked for
     * @return {@code texts.size() x info().dimension()}, row {@code i} for text {@code i}
     * @throws UnsupportedCapabilityException if this encoder has no text tower (the default)
     * @throws EncoderException if the model fails or returns a value that is not finite
     * @throws IllegalStateException if the encoder is closed
     */
    default Embeddings encodeTexts(List<String> texts) {
        throw new UnsupportedCapabilityException(info(), Capability.TEXT);
    }

    /** What happens to an image before the model sees it; empty (the default) if this encoder does not say. */
    default Optional<PreprocessSpec> preprocessing() {
        return Optional.empty();
    }

    /**
     * How many images one run of the model takes, {@link BatchSize#USUAL} if this encoder does not say. Who hands images over in
     * batches, such as {@link io.discern.run.EmbeddingRun}, hands over so many, unless its caller wants another number.
     */
    default BatchSize batchSize() {
        return BatchSize.USUAL;
    }

    /** Releases what the encoder holds. Idempotent; encoding afterwards is an {@link IllegalStateException}. */
    @Override
    default void close() {}
}
