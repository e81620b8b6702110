package io.discern.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HostThreadsTest {

    /** With parallel streams in the place of these threads about every third of such pools sees it on a JDK 17. */
    @Test
    void whoWaitsTakesUpNoOtherCall() throws Exception {
        AtomicInteger entered = new AtomicInteger();
        AtomicInteger parts = new AtomicInteger();
        for (int i = 0; i < 5; i++) {
            ReentrantLock device = new ReentrantLock();
            ForkJoinPool callers = new ForkJoinPool(32);
            callers.submit(() -> IntStream.range(0, 1000).parallel().forEach(call -> {
                        device.lock();
                        try {
                            entered.addAndGet(device.getHoldCount() - 1);
                            HostThreads.COPYING.forEach(64, part -> parts.incrementAndGet());
                        } finally {
                            device.unlock();
                        }
                    }))
                    .get();
            callers.shutdown();
        }
        assertThat(entered)
                .as("calls that began in the middle of another of the same thread")
                .hasValue(0);
        assertThat(parts).hasValue(5 * 1000 * 64);
    }

    @Test
    void allPartsEndBeforeAFailureIsThrown() {
        AtomicInteger ended = new AtomicInteger();
        try (HostThreads threads = new HostThreads(4)) {
            assertThatThrownBy(() -> threads.forEach(20, part -> {
                        if (part == 0) {
                            throw new IllegalArgumentException("part 0");
                        }
                        LockSupport.parkNanos(1_000_000);
                        ended.incrementAndGet();
                    }))
                    .hasMessage("part 0");
        }
        assertThat(ended).hasValue(19);
    }

    @Test
    void partsMayHaveParts() {
        AtomicInteger parts = new AtomicInteger();
        try (HostThreads threads = new HostThreads(2)) {
            threads.forEach(6, outer -> threads.forEach(6, inner -> parts.incrementAndGet()));
        }
        assertThat(parts).hasValue(36);
    }
}
