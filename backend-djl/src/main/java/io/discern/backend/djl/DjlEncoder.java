package io.discern.backend.djl;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.discern.EncoderInfo;
import io.discern.preprocess.BatchPreprocessor;
import io.discern.preprocess.PixelBatch;
import io.discern.spi.Resources;
import io.discern.spi.TensorEncoder;
import io.discern.text.TokenBatch;
import io.discern.text.Tokenizer;
import java.nio.FloatBuffer;

/** An encoder that an engine of DJL runs. Calls may overlap: the modules are shared, and each call has tensors of its own. */
final class DjlEncoder extends TensorEncoder {
    private final Tower image;
    private final TextTower text;
    private final Resources resources;

    /** A module with the result that is its embedding. */
    record Tower(DjlModule module, DjlOutput output, int dimension) {

        /** Encodes images into {@code count x dimension} values from the target's position on. */
        void encode(PixelBatch pixels, FloatBuffer target) {
            module.run(
                    manager -> new NDList(manager.create(pixels.bytes(), new Shape(pixels.shape()), DataType.FLOAT32)),
                    output,
                    pixels.count(),
                    dimension,
                    target);
        }
    }

    /** A tower for texts with what it takes. */
    record TextTower(Tower tower, TextInputs inputs) {

        /** Encodes texts into {@code count x dimension} values from the target's position on. */
        void encode(TokenBatch tokens, FloatBuffer target) {
            tower.module().run(inputs.of(tokens), tower.output(), tokens.count(), tower.dimension(), target);
        }
    }

    /**
     * Takes over what was opened.
     *
     * @param tokenizer null without a text tower
     * @param fixedBatch whether the last run of a call is filled up to the batch size
     * @param text null without a text tower
     * @param resources closed with this encoder
     */
    DjlEncoder(
            EncoderInfo info,
            BatchPreprocessor preprocessor,
            Tokenizer tokenizer,
            int batchSize,
            boolean fixedBatch,
            Tower image,
            TextTower text,
            Resources resources) {
        super(info, preprocessor, tokenizer, batchSize, fixedBatch);
        this.image = image;
        this.text = text;
        this.resources = resources;
    }

    @Override
    protected void run(PixelBatch pixels, FloatBuffer embeddings) {
        image.encode(pixels, embeddings);
    }

    @Override
    protected void run(TokenBatch tokens, FloatBuffer embeddings) {
        text.encode(tokens, embeddings);
    }

    @Override
    protected void release() {
        resources.close();
    }
}
