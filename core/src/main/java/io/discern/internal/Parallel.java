package io.discern.internal;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/** Numbered tasks side by side, on the common pool. */
public final class Parallel {
    private Parallel() {}

    /**
     * Does the tasks 0 to {@code count - 1}, and returns or throws only when none is at work any more. A parallel stream throws while others
     * still run: they would go on in memory that whoever asked has freed by then, or fills again. After a failure no further task is begun.
     *
     * @throws RuntimeException the first that a task threw; likewise an error
     */
    public static void forEach(int count, IntConsumer task) {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        IntStream.range(0, count).parallel().forEach(i -> {
            if (failure.get() == null) {
                try {
                    task.accept(i);
                } catch (RuntimeException | Error failed) {
                    failure.compareAndSet(null, failed);
                }
            }
        });
        if (failure.get() instanceof RuntimeException failed) {
            throw failed;
        }
        if (failure.get() instanceof Error failed) {
            throw failed;
        }
    }
}
