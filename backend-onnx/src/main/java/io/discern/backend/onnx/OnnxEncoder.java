package io.discern.backend.onnx;

import io.discern.EncoderInfo;
import io.discern.preprocess.BatchPreprocessor;
import io.discern.preprocess.PixelBatch;
import io.discern.spi.Resources;
import io.discern.spi.TensorEncoder;
import io.discern.text.TokenBatch;
import io.discern.text.Tokenizer;
import java.nio.FloatBuffer;

/** An encoder that ONNX Runtime runs. Calls may overlap: the session is shared, and each call has tensors of its own. */
final class OnnxEncoder extends TensorEncoder {
    private final ImageTower imageTower;
    private final TextTower textTower;
    private final Resources resources;

    /**
     * Takes over what was opened.
     *
     * @param tokenizer null without a text tower
     * @param fixedBatch whether the last run of a call is filled up to the batch size
     * @param textTower null without a text tower
     * @param resources closed with this encoder
     */
    OnnxEncoder(
            EncoderInfo info,
            BatchPreprocessor preprocessor,
            Tokenizer tokenizer,
            int batchSize,
            boolean fixedBatch,
            ImageTower imageTower,
            TextTower textTower,
            Resources resources) {
        super(info, preprocessor, tokenizer, batchSize, fixedBatch);
        this.imageTower = imageTower;
        this.textTower = textTower;
        this.resources = resources;
    }

    @Override
    protected void run(PixelBatch pixels, FloatBuffer embeddings) {
        imageTower.encode(pixels, embeddings);
    }

    @Override
    protected void run(TokenBatch tokens, FloatBuffer embeddings) {
        textTower.encode(tokens, embeddings);
    }

    @Override
    protected void release() {
        resources.close();
    }
}
