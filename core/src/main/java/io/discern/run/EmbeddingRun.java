package io.discern.run;

import io.discern.BatchSize;
import io.discern.Embeddings;
import io.discern.EncoderException;
import io.discern.NonFiniteEmbeddingException;
import io.discern.VisionLanguageEncoder;
import io.discern.dataset.LabeledImage;
import io.discern.dataset.LabeledImages;
import io.discern.image.RgbImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Encodes a data set: images are decoded ahead on other threads while the encoder works, and an image that cannot be read or
 * encoded becomes an {@link ImageFailure} while the rest goes on.
 *
 * <p>Immutable; a run uses the calling thread for the encoder, so a {@link io.discern.Threading#CONFINED} encoder is safe.
 */
public final class EmbeddingRun {
    private final VisionLanguageEncoder encoder;
    /** What the caller asked for; 0 for the encoder's own. */
    private final int batchSize;

    private final RunListener listener;

    private EmbeddingRun(VisionLanguageEncoder encoder, int batchSize, RunListener listener) {
        this.encoder = Objects.requireNonNull(encoder, "encoder");
        this.batchSize = batchSize;
        this.listener = Objects.requireNonNull(listener, "listener");
    }

    /** A run with that encoder, which stays open and belongs to the caller. */
    public static EmbeddingRun with(VisionLanguageEncoder encoder) {
        return new EmbeddingRun(encoder, 0, RunListener.SILENT);
    }

    /**
     * This run handing that many images to the encoder at once, instead of the encoder's own {@linkplain
     * VisionLanguageEncoder#batchSize() batch size}. Where a run of the model takes only one number, the next multiple of it.
     */
    public EmbeddingRun batchSize(int batchSize) {
        if (batchSize < 1) {
            throw new IllegalArgumentException("batchSize " + batchSize + "; expected at least 1");
        }
        return new EmbeddingRun(encoder, batchSize, listener);
    }

    /** This run telling a listener. */
    public EmbeddingRun listener(RunListener listener) {
        return new EmbeddingRun(encoder, batchSize, listener);
    }

    /**
     * Encodes every image that can be encoded.
     *
     * @throws EncoderException if not a single image could be encoded though there were some, with the first reason, or if
     *     the thread is interrupted
     */
    public RunResult run(LabeledImages images) {
        Collected collected = new Collected(images);
        BatchSize own = encoder.batchSize();
        int atOnce = own.covering(batchSize == 0 ? own.inputs() : batchSize);
        try (Prefetch prefetch = new Prefetch(images.images(), 2 * atOnce + Prefetch.THREADS)) {
            List<Prefetch.Loaded> batch = new ArrayList<>(atOnce);
            for (int done = 1; done <= images.size(); done++) {
                Prefetch.Loaded loaded = prefetch.next();
                if (loaded.failure() == null) {
                    batch.add(loaded);
                } else {
                    collected.fail(loaded.row(), loaded.failure());
                }
                if (batch.size() == atOnce || done == images.size()) {
                    encode(batch, collected);
                    batch.clear();
                    listener.onProgress(done, images.size());
                }
            }
        }
        return collected.result();
    }

    private void encode(List<Prefetch.Loaded> batch, Collected collected) {
        if (batch.isEmpty()) {
            return;
        }
        try {
            add(batch, collected);
        } catch (EncoderException | IllegalArgumentException failed) {
            if (batch.size() == 1) {
                collected.fail(batch.get(0).row(), failed.getMessage());
                return;
            }
            // One input may have spoilt the batch: give each its own chance, so that only the culprit is lost.
            for (Prefetch.Loaded single : batch) {
                encode(List.of(single), collected);
            }
        }
    }

    private void add(List<Prefetch.Loaded> batch, Collected collected) {
        List<RgbImage> pixels = batch.stream().map(Prefetch.Loaded::image).toList();
        Embeddings rows = encoder.encodeImages(pixels);
        int dim = encoder.info().dimension();
        if (rows.rows() != batch.size() || rows.dim() != dim) {
            throw new EncoderException(encoder.info().name() + " gave " + rows + " for " + batch.size()
                    + " images; expected " + batch.size() + " x " + dim);
        }
        int bad = Embeddings.firstNonFinite(rows.values());
        if (bad >= 0) {
            throw new NonFiniteEmbeddingException(encoder.info().name(), bad / dim, bad % dim, rows.values()[bad]);
        }
        for (int i = 0; i < batch.size(); i++) {
            collected.add(batch.get(i).row(), rows.values(), i * dim);
        }
    }

    /** What has been gathered: an image's row is its place in the data set until failures are squeezed out at the end. */
    private final class Collected {
        private final LabeledImages images;
        private final int dim = encoder.info().dimension();
        private final float[] values;
        private final ImageFailure[] failures;

        Collected(LabeledImages images) {
            this.images = images;
            values = new float[Math.multiplyExact(images.size(), dim)];
            failures = new ImageFailure[images.size()];
        }

        void add(int row, float[] batch, int offset) {
            System.arraycopy(batch, offset, values, row * dim, dim);
        }

        void fail(int row, String reason) {
            LabeledImage image = images.images().get(row);
            failures[row] = new ImageFailure(image.id(), image.path(), reason);
            listener.onFailure(failures[row]);
        }

        RunResult result() {
            List<LabeledImage> encoded = new ArrayList<>();
            for (int row = 0; row < failures.length; row++) {
                if (failures[row] == null) {
                    System.arraycopy(values, row * dim, values, encoded.size() * dim, dim);
                    encoded.add(images.images().get(row));
                }
            }
            List<ImageFailure> failed =
                    Arrays.stream(failures).filter(Objects::nonNull).toList();
            if (encoded.isEmpty() && !failed.isEmpty()) {
                throw new EncoderException(encoder.info().name() + ": none of the " + failed.size() + " images of "
                        + images.name() + " could be encoded. First: "
                        + failed.get(0).path() + ": "
                        + failed.get(0).reason());
            }
            float[] rows = failed.isEmpty() ? values : Arrays.copyOf(values, encoded.size() * dim);
            List<String> ids = encoded.stream().map(LabeledImage::id).toList();
            return new RunResult(
                    new LabeledImages(images.name(), encoded, images.audit()), Embeddings.of(ids, dim, rows), failed);
        }
    }
}
