package io.discern.run;

import io.discern.BatchSize;
import io.discern.Embeddings;
import io.discern.EncoderException;
import io.discern.NonFiniteEmbeddingException;
import io.discern.TimeLimitException;
import io.discern.VisionLanguageEncoder;
import io.discern.dataset.LabeledImage;
import io.discern.dataset.LabeledImages;
import io.discern.image.RgbImage;
import io.discern.store.Npy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Encodes a data set: images are decoded ahead on other threads while the encoder works, and an image that cannot be read or
 * encoded becomes an {@link ImageFailure} while the rest goes on.
 *
 * <p>A {@link DatasetEncoder} gets the data set whole.
 *
 * <p>Immutable; a run uses the calling thread for the encoder, so a {@link io.discern.Threading#CONFINED} encoder is safe.
 */
public final class EmbeddingRun {
    private final VisionLanguageEncoder encoder;
    /** What the caller asked for; 0 for the encoder's own. */
    private final int batchSize;

    private final int threads;
    private final double maxFailures;
    private final RunListener listener;
    private final Optional<EmbeddingStore> store;

    private EmbeddingRun(
            VisionLanguageEncoder encoder,
            int batchSize,
            int threads,
            double maxFailures,
            RunListener listener,
            Optional<EmbeddingStore> store) {
        this.encoder = Objects.requireNonNull(encoder, "encoder");
        this.batchSize = batchSize;
        this.threads = threads;
        this.maxFailures = maxFailures;
        this.listener = Objects.requireNonNull(listener, "listener");
        this.store = store;
    }

    /** A run with that encoder, which stays open and belongs to the caller. */
    public static EmbeddingRun with(VisionLanguageEncoder encoder) {
        return new EmbeddingRun(encoder, 0, Prefetch.THREADS, 1, RunListener.SILENT, Optional.empty());
    }

    /**
     * This run handing that many images to the encoder at once, instead of the encoder's own {@linkplain
     * VisionLanguageEncoder#batchSize() batch size}. Where a run of the model takes only one number, the next multiple of it.
     */
    public EmbeddingRun batchSize(int batchSize) {
        if (batchSize < 1) {
            throw new IllegalArgumentException("batchSize " + batchSize + "; expected at least 1");
        }
        return new EmbeddingRun(encoder, batchSize, threads, maxFailures, listener, store);
    }

    /** This run loading images on that many threads instead of one for each processor: where several runs share a machine. */
    public EmbeddingRun loadedBy(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("threads " + threads + "; expected at least 1");
        }
        return new EmbeddingRun(encoder, batchSize, threads, maxFailures, listener, store);
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
        return new EmbeddingRun(encoder, batchSize, threads, share, listener, store);
    }

    /** This run telling a listener. */
    public EmbeddingRun listener(RunListener listener) {
        return new EmbeddingRun(encoder, batchSize, threads, maxFailures, listener, store);
    }

    /** This run taking what lies in a store, and leaving there what it encodes, while it does: the same run goes on from there. */
    public EmbeddingRun keptIn(EmbeddingStore store) {
        return new EmbeddingRun(encoder, batchSize, threads, maxFailures, listener, Optional.of(store));
    }

    /**
     * Encodes every image that can be encoded.
     *
     * @throws EncoderException if not a single image could be encoded though there were some, or more failed than
     *     {@link #maxFailures} allows, with the first reason; if one image alone takes longer than a run of the model may
     *     ({@link TimeLimitException}); or if the thread is interrupted
     * @throws UncheckedIOException if the store cannot be read or written, or holds another run where it is for one
     */
    public RunResult run(LabeledImages images) {
        CollectedRows rows = new CollectedRows(encoder.info(), images, maxFailures, listener);
        fill(rows);
        return rows.result();
    }

    /**
     * Encodes every image that can be encoded into a file. Kept in a {@linkplain EmbeddingStore#ofOneRun store of one run}, rows are in memory only until they are
     * saved there, so that there may be any number of them: more than memory holds, and more than 2<sup>31</sup> values.
     *
     * @param npy {@code n x d} float32, written when all are done
     * @throws IOException if it cannot be written
     * @throws RuntimeException as {@link #run}
     */
    public WrittenRun write(LabeledImages images, Path npy) throws IOException {
        if (store.isEmpty() || !store.get().isOfOneRun()) {
            RunResult result = run(images);
            Npy.write(
                    npy,
                    result.embeddings().values(),
                    result.embeddings().rows(),
                    result.embeddings().dim());
            return new WrittenRun(result.images(), result.embeddings().dim(), result.failures());
        }
        int dim = encoder.info().dimension();
        CollectedRows rows = new CollectedRows(
                encoder.info(), images, maxFailures, listener, new RowMemory.Passing(images.size(), dim));
        fill(rows);
        WrittenRun written = rows.written();
        store.get().write(written, npy);
        return written;
    }

    private void fill(CollectedRows rows) {
        LabeledImages images = rows.images();
        int atOnce = atOnce();
        EmbeddingStore.Work work =
                (places, settling, progress) -> encode(places, settling ? atOnce : 1, settling, rows, progress);
        try {
            if (store.isEmpty() && encoder instanceof DatasetEncoder elsewhere) {
                PlacedRows placed = new PlacedRows(rows, encoder.info().name());
                elsewhere.embed(images, atOnce, placed);
                placed.finish();
            } else if (store.isPresent()) {
                store.get().run(encoder.info(), RunIdentity.of(encoder.info(), atOnce, images), rows, work);
            } else {
                work.encode(IntStream.range(0, images.size()).toArray(), true, () -> {});
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed.getMessage(), failed);
        }
    }

    /**
     * How many pictures of a data set the store has of this run's encoder: images themselves, and {@linkplain EmbeddingStore#keeping pictures made of them}.
     *
     * @throws IOException if the store cannot be read
     */
    public int kept(LabeledImages images) throws IOException {
        return store.isPresent()
                ? store.get().kept(RunIdentity.of(encoder.info(), atOnce(), images), encoder.info(), images)
                : 0;
    }

    private int atOnce() {
        BatchSize own = encoder.batchSize();
        return own.covering(batchSize == 0 ? own.inputs() : batchSize);
    }

    private void encode(
            int[] places, int atOnce, boolean settling, CollectedRows rows, EmbeddingStore.Progress progress)
            throws IOException {
        List<LabeledImage> images = Arrays.stream(places)
                .mapToObj(place -> rows.images().images().get(place))
                .toList();
        try (Prefetch prefetch = new Prefetch(images, 2 * atOnce + threads, threads)) {
            List<Prefetch.Loaded> batch = new ArrayList<>(atOnce);
            long bytes = 0;
            for (int done = 1; done <= places.length; done++) {
                Prefetch.Loaded loaded = prefetch.next();
                if (loaded.failure() == null) {
                    batch.add(loaded);
                    bytes += loaded.bytes();
                } else {
                    rows.fail(places[loaded.row()], loaded.failure());
                }
                // A batch of huge images is cut short: what waits for the encoder must fit in the heap.
                if (batch.size() == atOnce || bytes > Prefetch.MAX_BYTES || done == places.length) {
                    encode(batch, places, rows);
                    batch.clear();
                    bytes = 0;
                    if (settling) {
                        rows.settle(places[done - 1] + 1);
                        progress.batchDone();
                    }
                }
            }
        }
    }

    private void encode(List<Prefetch.Loaded> batch, int[] places, CollectedRows rows) {
        if (batch.isEmpty()) {
            return;
        }
        try {
            add(batch, places, rows);
        } catch (EncoderException | IllegalArgumentException failed) {
            if (batch.size() == 1) {
                if (failed instanceof TimeLimitException) {
                    throw failed; // one image is the least that can be asked: the others would take as long, one after
                    // another
                }
                rows.fail(places[batch.get(0).row()], failed.getMessage());
                return;
            }
            // One input may have spoilt the batch: give each its own chance, so that only the culprit is lost.
            for (Prefetch.Loaded single : batch) {
                encode(List.of(single), places, rows);
            }
        }
    }

    private void add(List<Prefetch.Loaded> batch, int[] places, CollectedRows collected) {
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
            collected.add(places[batch.get(i).row()], rows.values(), i * dim);
        }
    }
}
