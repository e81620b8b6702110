package io.discern.run;

import io.discern.BatchSize;
import io.discern.Embeddings;
import io.discern.EncoderException;
import io.discern.NonFiniteEmbeddingException;
import io.discern.VisionLanguageEncoder;
import io.discern.dataset.LabeledImage;
import io.discern.dataset.LabeledImages;
import io.discern.image.RgbImage;
import java.math.BigDecimal;
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

    private final double maxFailures;
    private final RunListener listener;

    private EmbeddingRun(VisionLanguageEncoder encoder, int batchSize, double maxFailures, RunListener listener) {
        this.encoder = Objects.requireNonNull(encoder, "encoder");
        this.batchSize = batchSize;
        this.maxFailures = maxFailures;
        this.listener = Objects.requireNonNull(listener, "listener");
    }

    /** A run with that encoder, which stays open and belongs to the caller. */
    public static EmbeddingRun with(VisionLanguageEncoder encoder) {
        return new EmbeddingRun(encoder, 0, 1, RunListener.SILENT);
    }

    /**
     * This run handing that many images to the encoder at once, instead of the encoder's own {@linkplain
     * VisionLanguageEncoder#batchSize() batch size}. Where a run of the model takes only one number, the next multiple of it.
     */
    public EmbeddingRun batchSize(int batchSize) {
        if (batchSize < 1) {
            throw new IllegalArgumentException("batchSize " + batchSize + "; expected at least 1");
        }
        return new EmbeddingRun(encoder, batchSize, maxFailures, listener);
    }

    /**
     * This run ending with an error as soon as more than that share of the images has failed.
     *
     * @param share 0 (none may fail) to 1 (the default: all but one may)
     */
    public EmbeddingRun maxFailures(double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("maxFailures " + share + "; expected a share from 0 to 1");
        }
        return new EmbeddingRun(encoder, batchSize, share, listener);
    }

    /** This run telling a listener. */
    public EmbeddingRun listener(RunListener listener) {
        return new EmbeddingRun(encoder, batchSize, maxFailures, listener);
    }

    /**
     * Encodes every image that can be encoded.
     *
     * @throws EncoderException if not a single image could be encoded though there were some, or more failed than
     *     {@link #maxFailures} allows, with the first reason; or if the thread is interrupted
     */
    public RunResult run(LabeledImages images) {
        Collected collected = new Collected(images);
        BatchSize own = encoder.batchSize();
        int atOnce = own.covering(batchSize == 0 ? own.inputs() : batchSize);
        try (Prefetch prefetch = new Prefetch(images.images(), 2 * atOnce + Prefetch.THREADS)) {
            List<Prefetch.Loaded> batch = new ArrayList<>(atOnce);
            long bytes = 0;
            for (int done = 1; done <= images.size(); done++) {
                Prefetch.Loaded loaded = prefetch.next();
                if (loaded.failure() == null) {
                    batch.add(loaded);
                    bytes += loaded.bytes();
                } else {
                    collected.fail(loaded.row(), loaded.failure());
                }
                // A batch of huge images is cut short: what waits for the encoder must fit in the heap.
                if (batch.size() == atOnce || bytes > Prefetch.MAX_BYTES || done == images.size()) {
                    encode(batch, collected);
                    batch.clear();
                    bytes = 0;
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
        int zero = encoder.info().normalized() ? Embeddings.firstZeroRow(rows.values(), dim) : -1;
        if (zero >= 0) {
            throw new EncoderException(
                    encoder.info().name() + ": embedding " + zero
                            + " of a batch is zero throughout; expected a direction, because the encoder states normalized embeddings");
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
        private int failed;

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
            if (++failed > maxFailures * failures.length && failed < failures.length) {
                throw new EncoderException(encoder.info().name() + ": " + failed + " of the " + failures.length
                        + " images of " + images.name() + " failed, more than the limit of "
                        + BigDecimal.valueOf(100 * maxFailures)
                                .stripTrailingZeros()
                                .toPlainString()
                        + " %; the run stopped there. First: " + first() + ". Mend the images, or raise the limit.");
            }
        }

        private String first() {
            return Arrays.stream(failures)
                    .filter(Objects::nonNull)
                    .map(failure -> failure.path() + ": " + failure.reason())
                    .findFirst()
                    .orElseThrow();
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
                        + images.name() + " could be encoded. First: " + first());
            }
            float[] rows = failed.isEmpty() ? values : Arrays.copyOf(values, encoded.size() * dim);
            List<String> ids = encoded.stream().map(LabeledImage::id).toList();
            return new RunResult(
                    new LabeledImages(images.name(), encoded, images.audit()), Embeddings.of(ids, dim, rows), failed);
        }
    }
}
