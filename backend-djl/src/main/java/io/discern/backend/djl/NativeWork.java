package io.discern.backend.djl;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/**
 * The calls into PyTorch that are under way in this process. When a process ends, its C++ objects are destroyed while threads may
 * still work with them, and the end becomes a crash; so the end waits here until the last call is back, and no new one begins.
 */
final class NativeWork {
    /** A stuck call does not keep the process alive for longer. */
    private static final long PATIENCE_SECONDS = 60;

    /** Held for reading by every call, and for writing, for ever, once the process ends. */
    private static final ReentrantReadWriteLock CALLS = new ReentrantReadWriteLock();

    /** Registered nowhere. */
    private static final Thread NO_HOOK = new Thread(() -> {});

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(NativeWork::end, "discern-djl-end"));
    }

    private NativeWork() {}

    private static void end() {
        try {
            CALLS.writeLock().tryLock(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Makes a call.
     *
     * @throws IllegalStateException if the process is ending, and goes on doing so
     */
    static <T> T call(Supplier<T> work) {
        try {
            if (!CALLS.readLock().tryLock(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("djl: the process is ending");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            CALLS.readLock().lock();
        }
        try {
            return work.get();
        } finally {
            CALLS.readLock().unlock();
        }
    }

    /** Asks the runtime: hooks run side by side, and another's may come before ours. */
    private static boolean ending() {
        try {
            Runtime.getRuntime().removeShutdownHook(NO_HOOK);
            return false;
        } catch (IllegalStateException shutdownInProgress) {
            return true;
        }
    }

    /** Releases something; nothing if the process is ending, whose memory goes anyway. */
    static void release(Runnable work) {
        if (!ending() && CALLS.readLock().tryLock()) {
            try {
                work.run();
            } finally {
                CALLS.readLock().unlock();
            }
        }
    }
}
