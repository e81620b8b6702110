package io.discern.run;

import io.discern.EncoderException;
import io.discern.dataset.LabeledImage;
import io.discern.image.RgbImage;
import io.discern.internal.file.HeapShare;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Loads images ahead of their use, in order, within a bound on their number and on their bytes. */
final class Prefetch implements AutoCloseable {
    static final int THREADS = Runtime.getRuntime().availableProcessors();
    /** Of loaded images that wait: an eighth of the heap, at most 512 MiB. */
    static final long MAX_BYTES = HeapShare.bytes(512L << 20, 8);

    /**
     * One loaded image, or why it could not be loaded.
     *
     * @param row its place in the data set
     * @param image null when it failed
     * @param failure null when it did not
     * @param heapFull whether it failed because the heap was full
     */
    record Loaded(int row, RgbImage image, String failure, boolean heapFull) {
        long bytes() {
            return image == null
                    ? 0
                    : image.pixels().length
                            + image.source()
                                    .map(source -> source.samples().length)
                                    .orElse(0);
        }
    }

    private final List<LabeledImage> images;
    private final int window;
    private final ExecutorService threads;
    private final Queue<Future<Loaded>> ahead = new ArrayDeque<>();
    private int submitted;
    // Guarded by this.
    private int head;
    private int loading;
    private long waiting;
    /** The largest image so far is what the next one is expected to need; before the first, one loads alone. */
    private long largest = MAX_BYTES;

    Prefetch(List<LabeledImage> images, int window, int threads) {
        this.images = images;
        this.window = window;
        this.threads = Executors.newFixedThreadPool(threads, work -> {
            Thread thread = new Thread(work, "discern-decode");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** The next image in order; waits for it. */
    Loaded next() {
        while (submitted < images.size() && ahead.size() < window) {
            int row = submitted++;
            ahead.add(threads.submit(() -> load(row)));
        }
        try {
            if (Thread.interrupted()) { // a finished future would not notice
                throw new InterruptedException();
            }
            Loaded loaded = ahead.remove().get();
            taken(loaded);
            // What did not fit beside the others may fit now that it alone is wanted.
            return loaded.heapFull() ? loaded(loaded.row()) : loaded;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new EncoderException("the run was interrupted at image " + (submitted - ahead.size()), interrupted);
        } catch (ExecutionException broken) {
            throw new EncoderException("loading an image failed: " + broken.getCause(), broken.getCause());
        }
    }

    private synchronized void taken(Loaded loaded) {
        waiting -= loaded.bytes();
        head++;
        notifyAll();
    }

    private Loaded load(int row) throws InterruptedException {
        synchronized (this) {
            // The one that is wanted next never waits, so that somebody always goes on.
            while (row != head && waiting + (loading + 1) * largest > MAX_BYTES) {
                wait();
            }
            loading++;
        }
        Loaded loaded = loaded(row);
        synchronized (this) {
            loading--;
            if (loaded.image() != null) {
                largest = largest == MAX_BYTES ? loaded.bytes() : Math.max(largest, loaded.bytes());
            }
            waiting += loaded.bytes();
            notifyAll();
        }
        return loaded;
    }

    private Loaded loaded(int row) {
        try {
            return new Loaded(row, images.get(row).source().load(), null, false);
        } catch (IOException | RuntimeException unreadable) {
            return new Loaded(row, null, reason(unreadable), unreadable.getCause() instanceof OutOfMemoryError);
        } catch (OutOfMemoryError full) {
            return new Loaded(
                    row,
                    null,
                    "does not fit in the Java heap of " + (HeapShare.heap() >> 20)
                            + " MiB; expected a smaller image. Raise -Xmx.",
                    true);
        }
    }

    private static String reason(Exception unreadable) {
        return unreadable.getMessage() == null ? unreadable.toString() : unreadable.getMessage();
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
