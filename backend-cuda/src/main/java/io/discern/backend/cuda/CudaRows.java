package io.discern.backend.cuda;

import io.discern.Embeddings;
import io.discern.VisionLanguageEncoder;
import io.discern.image.RgbImage;
import io.discern.internal.model.ForwardingEncoder;
import io.discern.similarity.CosineSimilarity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Embeddings that stay where an encoder makes them, for a similarity on the same device: they come to the host once, and nothing of
 * them is sent.
 *
 * <pre>{@code
 * try (CudaRows rows = CudaRows.open(encoder, similarity, images.size())) {
 *     RunResult run = EmbeddingRun.with(rows.encoder()).run(images);
 *     rows.keep(run.embeddings());
 *     similarity.topK(run.embeddings(), run.embeddings(), 10, Exclusion.SELF);
 *     LabeledEmbeddings.of(run).comparedBy(similarity);
 * }
 * }</pre>
 *
 * <p>What is kept is what {@link CosineSimilarity#hold} keeps, for as long as this is open. Of an encoder that states unit length
 * ({@code normalized}) rows are scaled on the host, and so are sent there once, when they are kept. Safe for concurrent use; one call
 * encodes at a time.
 */
public final class CudaRows implements CosineSimilarity.Held {
    private final CudaSimilarity similarity;
    private final VisionLanguageEncoder encoder;
    /** None where rows are scaled on the host; taken over by what is held. */
    private Optional<EncodedRows> rows;

    private final int most;
    private final List<float[]> made = new ArrayList<>();
    private CosineSimilarity.Held held;
    private boolean closed;

    private CudaRows(CudaEncoder encoder, CudaSimilarity similarity, int most) {
        this.similarity = similarity;
        this.most = most;
        this.rows = encoder.info().normalized()
                ? Optional.empty()
                : Optional.of(similarity.reserve(most, encoder.info().dimension()));
        this.encoder = new Keeping(encoder);
    }

    /**
     * Takes device memory for rows.
     *
     * @param encoder {@code cuda:DIR}, which stays the caller's
     * @param similarity {@code cuda} on that device and no other, which stays the caller's
     * @param most rows, at least 1
     * @throws IllegalArgumentException if encoder and similarity are not on one device
     * @throws io.discern.EncoderException if the device has no memory for so many
     */
    public static CudaRows open(VisionLanguageEncoder encoder, CosineSimilarity similarity, int most) {
        if (!(encoder instanceof CudaEncoder made && similarity instanceof CudaSimilarity compared)) {
            throw new IllegalArgumentException("encoder " + encoder.getClass().getName() + " and similarity "
                    + similarity.getClass().getName() + "; expected both opened as cuda");
        }
        if (most < 1) {
            throw new IllegalArgumentException(most + " rows; expected at least 1");
        }
        if (!compared.isOnlyOn(made.towers())) {
            throw new IllegalArgumentException(encoder.info().name()
                    + " and the similarity are on different devices, or the similarity on several; expected both on one. Rows that "
                    + "come from elsewhere are sent by CosineSimilarity.hold.");
        }
        return new CudaRows(made, compared, most);
    }

    /**
     * The encoder, each of whose embeddings, of images or of texts, stays on the device, in the order of the calls. Closing it does
     * nothing.
     */
    public VisionLanguageEncoder encoder() {
        return encoder;
    }

    /**
     * Says where the host has the rows: calls of the similarity that are given these values send nothing of them from now on.
     *
     * @param embeddings what {@link #encoder} gave, all of it, in order; nobody modifies them while this is open
     * @throws IllegalArgumentException if they are something else
     * @throws IllegalStateException if this is closed or has been told before
     */
    public synchronized void keep(Embeddings embeddings) {
        requireOpen();
        requireMade(embeddings);
        held = rows.map(encoded -> similarity.adopt(embeddings, encoded)).orElseGet(() -> similarity.hold(embeddings));
        rows = Optional.empty();
        made.clear();
    }

    private void requireMade(Embeddings embeddings) {
        int dim = encoder.info().dimension();
        int count = made.stream().mapToInt(part -> part.length / dim).sum();
        if (embeddings.rows() != count || embeddings.dim() != dim || count == 0) {
            throw new IllegalArgumentException(
                    embeddings + "; expected the " + count + " x " + dim + " values that were encoded");
        }
        int at = 0;
        for (float[] part : made) {
            int different = Arrays.mismatch(embeddings.values(), at, at + part.length, part, 0, part.length);
            if (different >= 0) {
                throw new IllegalArgumentException("row " + (at + different) / dim
                        + " is not what was encoded there; expected all rows, in the order of the calls");
            }
            at += part.length;
        }
    }

    private void requireOpen() {
        if (closed || held != null) {
            throw new IllegalStateException(
                    closed ? "the rows on the device are closed" : "the rows on the device are complete");
        }
    }

    private synchronized Embeddings encode(CudaEncoder towers, int count, Supplier<Embeddings> work) {
        requireOpen();
        int dim = towers.info().dimension();
        int before = made.stream().mapToInt(part -> part.length / dim).sum();
        if (count > most - before) {
            throw new IllegalArgumentException(
                    before + " rows and " + count + " more; expected at most the " + most + " that there is room for");
        }
        Embeddings embeddings = rows.map(encoded -> similarity.during(() -> {
                    // where the last call failed, too
                    encoded.cut(before);
                    return towers.towers().keeping(encoded, work);
                }))
                .orElseGet(work);
        // a run may have been filled up
        rows.ifPresent(encoded -> encoded.cut(before + embeddings.rows()));
        made.add(embeddings.values());
        return embeddings;
    }

    /** Gives the device memory back; idempotent. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            made.clear();
            rows.ifPresent(similarity::giveBack);
            if (held != null) {
                held.close();
            }
        }
    }

    /** The encoder as callers see it. */
    private final class Keeping extends ForwardingEncoder {
        private final CudaEncoder towers;

        Keeping(CudaEncoder towers) {
            super(towers);
            this.towers = towers;
        }

        @Override
        public Embeddings encodeImages(List<RgbImage> images) {
            return encode(towers, images.size(), () -> super.encodeImages(images));
        }

        @Override
        public Embeddings encodeTexts(List<String> texts) {
            return encode(towers, texts.size(), () -> super.encodeTexts(texts));
        }

        @Override
        public void close() {
            // it is the caller's
        }
    }
}
