package io.discern.run;

import io.discern.VisionLanguageEncoder;
import io.discern.dataset.LabeledImages;

/**
 * An encoder that embeds whole data sets, where their images lie: {@link EmbeddingRun} hands it the data set in place of one batch of pictures after
 * another. So whatever runs an encoder over images, studies and overlays among them, has it done there.
 *
 * <p>A run that is kept in an {@link EmbeddingStore} goes batch by batch all the same, by {@link #encodeImages}.
 */
public interface DatasetEncoder extends VisionLanguageEncoder {

    /** Takes what became of each image, each once, in any order, from one thread at a time. */
    interface Rows {

        /**
         * An image is embedded.
         *
         * @param place of the image in the data set
         * @param embedding of the encoder's dimension, finite; copied
         */
        void add(int place, float[] embedding);

        /** An image could not be read or encoded. */
        void fail(int place, String reason);
    }

    /**
     * Embeds every image that can be embedded, with the same bits as a run of the encoder by itself, batch by batch.
     *
     * @param batchSize how many images the model gets at once, in the data set's order
     * @throws io.discern.EncoderException if nothing can be embedded there, for another reason than single images
     */
    void embed(LabeledImages images, int batchSize, Rows into);
}
