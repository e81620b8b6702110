package io.discern.backend.cuda;

import io.discern.spi.Resources;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/** The devices of one similarity: each works on its share of the queries, for one call at a time. */
final class DeviceGroup implements AutoCloseable {
    private final List<Engine> engines;
    private final HostThreads threads;
    private final ReentrantLock busy = new ReentrantLock();

    /** Takes over engines. */
    DeviceGroup(List<Engine> engines) {
        this.engines = List.copyOf(engines);
        this.threads = new HostThreads(engines.size());
    }

    /** Works on the queries {@code first} to {@code first + count} with one device. */
    interface Share {
        void run(Engine engine, int first, int count);
    }

    /**
     * Splits queries evenly; with one device on the calling thread, with several on a thread for each. Ends when every device has:
     * nobody may free an engine under native code of another share that failed.
     */
    void run(int first, int count, Share share) {
        busy.lock();
        try {
            int devices = Math.min(engines.size(), count);
            threads.forEach(devices, i -> {
                int from = (int) ((long) count * i / devices);
                int to = (int) ((long) count * (i + 1) / devices);
                share.run(engines.get(i), first + from, to - from);
            });
        } finally {
            busy.unlock();
        }
    }

    /** Works with the first device. */
    <T> T first(Function<Engine, T> work) {
        return all(every -> work.apply(every.get(0)));
    }

    /** Works with all devices, on the calling thread. */
    <T> T all(Function<List<Engine>, T> work) {
        busy.lock();
        try {
            return work.apply(engines);
        } finally {
            busy.unlock();
        }
    }

    @Override
    public void close() {
        Resources resources = new Resources();
        resources.add(threads);
        engines.forEach(resources::add);
        resources.close();
    }
}
