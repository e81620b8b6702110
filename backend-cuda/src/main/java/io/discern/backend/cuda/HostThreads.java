package io.discern.backend.cuda;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;

/**
 * Threads that take up parts of a call's work beside the calling thread.
 *
 * <p>Not the common pool: one of its threads that waits for its parts takes up other work meanwhile, and that may be another call to
 * the same device, under the lock that the thread holds. Here whoever waits does nothing else.
 */
final class HostThreads implements AutoCloseable {
    /** For copies between the heap and pinned memory: one thread alone is far slower than the bus. */
    static final HostThreads COPYING = new HostThreads(Runtime.getRuntime().availableProcessors());

    private final int threads;
    private final ExecutorService pool;

    /**
     * Creates it; no thread is started before it is needed, and none keeps a process alive.
     *
     * @param threads how many work at a time, the caller's among them
     */
    HostThreads(int threads) {
        this.threads = threads;
        this.pool = Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work, "discern-cuda-host");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Does all parts and returns when the last one has ended, whatever became of the others. Any number of callers may do so at once.
     *
     * @throws RuntimeException what the first part to fail has thrown
     */
    void forEach(int parts, IntConsumer work) {
        AtomicInteger next = new AtomicInteger();
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Semaphore ended = new Semaphore(0);
        Runnable share = () -> {
            for (int i = next.getAndIncrement(); i < parts; i = next.getAndIncrement()) {
                try {
                    work.accept(i);
                } catch (RuntimeException | Error broken) {
                    failure.compareAndSet(null, broken);
                } finally {
                    ended.release();
                }
            }
        };
        for (int i = 1; i < Math.min(parts, threads); i++) {
            pool.execute(share);
        }
        share.run();
        ended.acquireUninterruptibly(parts);
        if (failure.get() instanceof Error broken) {
            throw broken;
        }
        if (failure.get() instanceof RuntimeException broken) {
            throw broken;
        }
    }

    @Override
    public void close() {
        pool.shutdown();
    }
}
