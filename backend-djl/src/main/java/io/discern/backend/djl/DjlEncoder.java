package io.discern.backend.djl;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.discern.EncoderInfo;
import io.discern.preprocess.PixelBatch;
import io.discern.preprocess.Preprocessor;
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
    record Tower(DjlModule module, DjlOutput output, int dimension) {}

    /** A tower for texts with what it takes. */
    record TextTower(Tower tower, TextInputs inputs) {}

    /**
     * Takes over what was opened.
     *
     * @param tokenizer null without a text tower
     * @param text null without a text tower
     * @param resources closed with this encoder
     */
    DjlEncoder(
            EncoderInfo info,
            Preprocessor preprocessor,
            Tokenizer tokenizer,
            int batchSize,
            Tower image,
            TextTower text,
            Resources resources) {
        super(info, preprocessor, tokenizer, batchSize);
        this.image = image;
        this.text = text;
        this.resources = resources;
    }

    @Override
    protected void run(PixelBatch pixels, FloatBuffer embeddings) {
        image.module().run(
                manager -> new NDList(manager.create(pixels.bytes(), new Shape(pixels.shape()), DataType.FLOAT32)),
                image.output(),
                pixels.count(),
                image.dimension(),
                embeddings);
    }

    @Override
    protected void run(TokenBatch tokens, FloatBuffer embeddings) {
        Tower tower = text.tower();
        tower.module().run(text.inputs().of(tokens), tower.output(), tokens.count(), tower.dimension(), embeddings);
    }

    @Override
    protected void release() {
        resources.close();
    }
}
