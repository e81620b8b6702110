package io.discern.internal.model;

import io.discern.BatchSize;
import io.discern.EncoderInfo;
import io.discern.image.RgbImage;
import io.discern.preprocess.BatchPreprocessor;
import io.discern.preprocess.PixelBatch;
import io.discern.preprocess.Preprocessor;
import io.discern.spi.Resources;
import io.discern.spi.TensorEncoder;
import io.discern.text.TokenBatch;
import io.discern.text.Tokenizer;
import java.nio.FloatBuffer;
import java.util.List;

/** An encoder whose towers an engine runs. Calls may overlap: towers are shared, and each call has tensors of its own. */
final class TowerEncoder extends TensorEncoder {
    private final Batches batches;
    private final ModelTower<PixelBatch> image;
    private final ModelTower<TokenBatch> text;
    private final Resources engine;

    /**
     * How many inputs a run takes.
     *
     * @param images at most
     * @param texts at most
     * @param full whether the last run of a call is filled up
     */
    record Batches(int images, int texts, boolean full) {}

    /**
     * Takes over what was opened.
     *
     * @param tokenizer null without a text tower
     * @param text null without a text tower
     * @param engine closed with this encoder
     */
    TowerEncoder(
            EncoderInfo info,
            BatchPreprocessor preprocessor,
            Tokenizer tokenizer,
            Batches batches,
            ModelTower<PixelBatch> image,
            ModelTower<TokenBatch> text,
            Resources engine) {
        super(info, preprocessor, tokenizer, batches.images, batches.full);
        this.batches = batches;
        this.image = image;
        this.text = text;
        this.engine = engine;
    }

    @Override
    public BatchSize batchSize() {
        return new BatchSize(batches.images, batches.full || image.fixedBatch() > 0);
    }

    @Override
    protected int textBatchSize() {
        return batches.texts;
    }

    @Override
    protected void runImages(List<RgbImage> images, FloatBuffer embeddings) {
        if (image.whole().isPresent() && preprocessor() instanceof Preprocessor) {
            image.whole().get().run(images, embeddings);
        } else {
            super.runImages(images, embeddings);
        }
    }

    @Override
    protected void run(PixelBatch pixels, FloatBuffer embeddings) {
        image.run().run(pixels, embeddings);
    }

    @Override
    protected void run(TokenBatch tokens, FloatBuffer embeddings) {
        text.run().run(tokens, embeddings);
    }

    @Override
    protected void release() {
        engine.close();
    }
}
