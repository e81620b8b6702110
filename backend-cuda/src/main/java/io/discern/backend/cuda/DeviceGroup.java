package io.discern.backend.cuda;

import io.discern.spi.Resources;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/** The devices of one similarity: each works on its share of the queries, for one call at a time. */
final class DeviceGroup implements AutoCloseable {
    private final List<Engine> engines;
    private final ReentrantLock busy = new ReentrantLock();

    /** Takes over engines. */
    DeviceGroup(List<Engine> engines) {
        this.engines = List.copyOf(engines);
    }

    /** Works on the queries {@code first} to {@code first + count} with one device. */
    interface Share {
        void run(Engine engine, int first, int count);
    }

    /** Splits queries evenly; with one device on the calling thread, with several on a thread for each. */
    void run(int first, int count, Share share) {
        busy.lock();
        try {
            if (engines.size() == 1) {
                share.run(engines.get(0), first, count);
            } else {
                runOnEach(first, count, share);
            }
        } finally {
            busy.unlock();
        }
    }

    /** Works with the first device. */
    <T> T first(Function<Engine, T> work) {
        busy.lock();
        try {
            return work.apply(engines.get(0));
        } finally {
            busy.unlock();
        }
    }

    /** Ends when every device has: nobody may free an engine under native code of another share that failed. */
    private void runOnEach(int first, int count, Share share) {
        List<CompletableFuture<Void>> shares = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(engines.size());
        try {
            for (int i = 0; i < engines.size(); i++) {
                int from = first + (int) ((long) count * i / engines.size());
                int to = first + (int) ((long) count * (i + 1) / engines.size());
                Engine engine = engines.get(i);
                if (to > from) {
                    shares.add(CompletableFuture.runAsync(() -> share.run(engine, from, to - from), threads));
                }
            }
            CompletableFuture.allOf(shares.toArray(CompletableFuture[]::new)).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e.getCause());
        } finally {
            threads.shutdown();
        }
    }

    @Override
    public void close() {
        Resources resources = new Resources();
        engines.forEach(resources::add);
        resources.close();
    }
}
