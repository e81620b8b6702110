package io.discern.internal.model;

import io.discern.preprocess.PixelBatch;
import io.discern.text.TokenBatch;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What an engine does in a {@link ModelOpening}; the other steps are the same for all. One for each opening, used by one thread.
 */
public interface ModelEngine {

    /** What runs the model, in reading order: lines of the encoder's provenance, such as its version. */
    Map<String, String> provenance();

    /** The same in a few words, for the log. */
    String description();

    /** Opens the image tower; what has to be closed goes to {@link ModelOpening#add}. */
    ModelTower<PixelBatch> image(ModelOpening opening);

    /** Whether the folder has something that encodes texts. */
    boolean hasText(ModelOpening opening);

    /** Opens the text tower; asked after the image tower, where {@link #hasText} and there is a tokenizer. */
    ModelTextTower text(ModelOpening opening);

    /**
     * Finds scale and bias of the logits where the model shows them, and tells {@link ModelOpening#logits}; asked last, of encoders
     * of images and texts. Does nothing by default.
     *
     * @param pixels makes two images to try
     * @param tokens makes two texts to try
     */
    default void logits(ModelOpening opening, Supplier<PixelBatch> pixels, Supplier<TokenBatch> tokens) {}
}
