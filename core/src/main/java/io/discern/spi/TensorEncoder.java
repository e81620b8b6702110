package io.discern.spi;

import io.discern.BatchSize;
import io.discern.Capability;
import io.discern.Embeddings;
import io.discern.EncoderException;
import io.discern.EncoderInfo;
import io.discern.NonFiniteEmbeddingException;
import io.discern.UnsupportedCapabilityException;
import io.discern.VisionLanguageEncoder;
import io.discern.image.RgbImage;
import io.discern.preprocess.BatchPreprocessor;
import io.discern.preprocess.PixelBatch;
import io.discern.preprocess.PreprocessSpec;
import io.discern.text.TokenBatch;
import io.discern.text.Tokenizer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * The base of an encoder that runs a tensor model: it cuts the input into batches, preprocesses, keeps order and count,
 * normalises when {@link EncoderInfo#normalized()} says so, refuses values that are not finite, and guards the lifetime.
 *
 * <p>A subclass gives a {@link BatchPreprocessor} and implements {@link #run(PixelBatch, FloatBuffer)}; with a {@link Tokenizer} it
 * also implements {@link #run(TokenBatch, FloatBuffer)}. Calls may overlap when the subclass says
 * {@link io.discern.Threading#CONCURRENT}; closing waits for running calls.
 *
 * <p><b>Ownership.</b> This encoder closes what its constructor was given, preprocessor and tokenizer, each once, after
 * {@link #release}; a subclass closes there what it opened itself. A constructor that throws has taken over nothing.
 *
 * <p><b>Native engines and small stacks.</b> {@link #run} is called on the caller's thread, whose stack may be as small as 1 MB
 * (the default of many pools and platforms). ONNX Runtime, for one, compiles and runs some graphs by deep recursion and then
 * takes the whole process down; an engine like that opens its models, and runs them, on a thread of its own, made with
 * {@code new Thread(null, work, name, 16L << 20)}.
 */
public abstract class TensorEncoder implements VisionLanguageEncoder {
    private final EncoderInfo info;
    private final BatchPreprocessor preprocessor;
    private final Tokenizer tokenizer;
    private final BatchSize batchSize;
    private final ConcurrentLinkedQueue<PixelBatch> idleBatches = new ConcurrentLinkedQueue<>();
    private final ReentrantReadWriteLock lifetime = new ReentrantReadWriteLock();
    private boolean closed;

    /**
     * Creates the base.
     *
     * @param info the facts; {@link Capability#TEXT} only together with a tokenizer
     * @param preprocessor makes the pixels; closed with this encoder
     * @param tokenizer makes the tokens; closed with this encoder, or null without a text tower
     * @param batchSize how many inputs one run takes at most
     */
    protected TensorEncoder(EncoderInfo info, BatchPreprocessor preprocessor, Tokenizer tokenizer, int batchSize) {
        this(info, preprocessor, tokenizer, batchSize, false);
    }

    /**
     * Creates the base with a batch policy.
     *
     * @param info the facts; {@link Capability#TEXT} only together with a tokenizer
     * @param preprocessor makes the pixels; closed with this encoder
     * @param tokenizer makes the tokens; closed with this encoder, or null without a text tower
     * @param batchSize how many inputs one run takes at most
     * @param fixedBatch whether each run takes exactly {@code batchSize}: the last one is filled up with its last input, so that
     *     an embedding never depends on how many others came with it
     */
    protected TensorEncoder(
            EncoderInfo info, BatchPreprocessor preprocessor, Tokenizer tokenizer, int batchSize, boolean fixedBatch) {
        this.info = Objects.requireNonNull(info, "info");
        this.preprocessor = Objects.requireNonNull(preprocessor, "preprocessor");
        this.tokenizer = tokenizer;
        this.batchSize = new BatchSize(batchSize, fixedBatch);
        if (info.capabilities().contains(Capability.TEXT) && tokenizer == null) {
            throw new IllegalArgumentException(info.name() + " claims to encode texts but has no tokenizer");
        }
    }

    /**
     * Runs the image tower.
     *
     * @param pixels what to encode; owned by the caller and reused afterwards
     * @param embeddings where {@code pixels.count() x dimension} values go, row-major, from position 0
     */
    protected abstract void run(PixelBatch pixels, FloatBuffer embeddings);

    /**
     * Runs the text tower.
     *
     * @param tokens what to encode
     * @param embeddings where {@code tokens.count() x dimension} values go, row-major, from position 0
     */
    protected void run(TokenBatch tokens, FloatBuffer embeddings) {
        throw new UnsupportedCapabilityException(info, Capability.TEXT);
    }

    /** Releases what the subclass holds; called once, when no run is under way. */
    protected abstract void release();

    @Override
    public final EncoderInfo info() {
        return info;
    }

    /** The preprocessor, for callers that want to know what the encoder sees. */
    public final BatchPreprocessor preprocessor() {
        return preprocessor;
    }

    @Override
    public final Optional<PreprocessSpec> preprocessing() {
        return Optional.of(preprocessor.spec());
    }

    @Override
    public BatchSize batchSize() {
        return batchSize;
    }

    /** How many texts one run takes at most; as many as images, if the subclass does not say. */
    protected int textBatchSize() {
        return batchSize.inputs();
    }

    @Override
    public final Embeddings encodeImages(List<RgbImage> images) {
        require(Capability.IMAGE);
        return encode(images, batchSize.inputs(), this::runImages);
    }

    @Override
    public final Embeddings encodeTexts(List<String> texts) {
        require(Capability.TEXT);
        return encode(texts, textBatchSize(), (part, rows) -> run(tokenizer.tokenize(part), rows));
    }

    private void require(Capability capability) {
        if (!info.capabilities().contains(capability)) {
            throw new UnsupportedCapabilityException(info, capability);
        }
    }

    /**
     * Encodes images: preprocesses them and runs the image tower. An encoder that preprocesses where it computes does so here, to the
     * same bits.
     *
     * @param images at most a batch
     * @param rows where {@code images x dimension} values go, row-major, from position 0
     */
    protected void runImages(List<RgbImage> images, FloatBuffer rows) {
        PixelBatch idle = idleBatches.poll();
        PixelBatch pixels = idle != null ? idle : preprocessor.newBatch(batchSize.inputs());
        try {
            preprocessor.preprocess(images, pixels);
            run(pixels, rows);
        } finally {
            idleBatches.add(pixels);
        }
    }

    /** Encodes one batch into its rows of the result. */
    private interface BatchRun<T> {
        void encode(List<T> batch, FloatBuffer rows);
    }

    private <T> Embeddings encode(List<T> inputs, int ofRun, BatchRun<T> run) {
        int dim = info.dimension();
        float[] values = new float[Math.multiplyExact(inputs.size(), dim)];
        lifetime.readLock().lock();
        try {
            if (closed) {
                throw new IllegalStateException(info.name() + " is closed");
            }
            for (int start = 0; start < inputs.size(); start += ofRun) {
                int end = Math.min(start + ofRun, inputs.size());
                List<T> part = inputs.subList(start, end);
                if (batchSize.exact() && part.size() < ofRun) {
                    FloatBuffer rows = FloatBuffer.allocate(ofRun * dim);
                    encode(filled(part, ofRun), rows, run);
                    rows.get(0, values, start * dim, part.size() * dim);
                } else {
                    encode(
                            part,
                            FloatBuffer.wrap(values, start * dim, part.size() * dim)
                                    .slice(),
                            run);
                }
            }
        } finally {
            lifetime.readLock().unlock();
        }
        return Embeddings.ofRows(dim, finished(values));
    }

    private <T> void encode(List<T> batch, FloatBuffer rows, BatchRun<T> run) {
        run.encode(batch, rows);
        if (rows.hasRemaining()) {
            throw new EncoderException(info.name() + ": the model gave " + rows.position() + " values for "
                    + batch.size() + " inputs; expected " + rows.limit());
        }
    }

    private static <T> List<T> filled(List<T> part, int size) {
        List<T> batch = new ArrayList<>(part);
        batch.addAll(Collections.nCopies(size - part.size(), part.get(part.size() - 1)));
        return batch;
    }

    private float[] finished(float[] values) {
        int dim = info.dimension();
        int bad = Embeddings.firstNonFinite(values);
        if (bad >= 0) {
            throw new NonFiniteEmbeddingException(info.name(), bad / dim, bad % dim, values[bad]);
        }
        if (info.normalized()) {
            int zero = Embeddings.firstZeroRow(values, dim);
            if (zero >= 0) {
                throw new EncoderException(info.name() + ": embedding " + zero + " of " + values.length / dim
                        + " is zero throughout; expected a direction, because the encoder states normalized embeddings."
                        + " Look at its preprocessing and its output, or state normalized: false.");
            }
            for (int offset = 0; offset < values.length; offset += dim) {
                Embeddings.normalizeRow(values, offset, dim);
            }
        }
        return values;
    }

    @Override
    public final void close() {
        lifetime.writeLock().lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            idleBatches.clear();
            try (Resources given = new Resources()) {
                given.add(preprocessor);
                if (tokenizer != null) {
                    given.add(tokenizer);
                }
                release();
            }
        } finally {
            lifetime.writeLock().unlock();
        }
    }
}
