package io.discern.run;

import io.discern.EncoderException;
import io.discern.dataset.LabeledImage;
import io.discern.image.RgbImage;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/** Loads images ahead of their use, in order, within a bound on their number and on their bytes. */
final class Prefetch implements AutoCloseable {
    static final int THREADS = Runtime.getRuntime().availableProcessors();
    private static final long MAX_BYTES = 512L << 20;

    /**
     * One loaded image, or why it could not be loaded.
     *
     * @param row its place in the data set
     * @param image null when it failed
     * @param failure null when it did not
     */
    record Loaded(int row, RgbImage image, String failure) {
        long bytes() {
            return image == null ? 0 : image.pixels().length;
        }
    }

    private final List<LabeledImage> images;
    private final int window;
    private final ExecutorService threads;
    private final Queue<Future<Loaded>> ahead = new ArrayDeque<>();
    private final AtomicLong bytesAhead = new AtomicLong();
    private int submitted;

    Prefetch(List<LabeledImage> images, int window) {
        this.images = images;
        this.window = window;
        this.threads = Executors.newFixedThreadPool(THREADS, work -> {
            Thread thread = new Thread(work, "discern-decode");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** The next image in order; waits for it. */
    Loaded next() {
        // Bytes are known only once decoded, so the bound may be passed by one image per thread; the head is always
        // loaded.
        while (submitted < images.size()
                && ahead.size() < window
                && (ahead.isEmpty() || bytesAhead.get() < MAX_BYTES)) {
            int row = submitted++;
            ahead.add(threads.submit(() -> load(row)));
        }
        try {
            if (Thread.interrupted()) { // a finished future would not notice
                throw new InterruptedException();
            }
            Loaded loaded = ahead.remove().get();
            bytesAhead.addAndGet(-loaded.bytes());
            return loaded;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new EncoderException("the run was interrupted at image " + (submitted - ahead.size()), interrupted);
        } catch (ExecutionException broken) {
            throw new EncoderException("loading an image failed: " + broken.getCause(), broken.getCause());
        }
    }

    private Loaded load(int row) {
        try {
            RgbImage image = images.get(row).source().load();
            Loaded loaded = new Loaded(row, image, null);
            bytesAhead.addAndGet(loaded.bytes());
            return loaded;
        } catch (IOException | RuntimeException unreadable) {
            return new Loaded(row, null, reason(unreadable));
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
