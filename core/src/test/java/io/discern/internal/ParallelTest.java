package io.discern.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

class ParallelTest {

    @Test
    void everyTaskIsDoneOnce() {
        AtomicIntegerArray done = new AtomicIntegerArray(1000);
        Parallel.forEach(1000, done::incrementAndGet);
        for (int i = 0; i < 1000; i++) {
            assertThat(done.get(i)).isEqualTo(1);
        }
    }

    /** One task fails while another is at work, for sure; what it does afterwards is seen by whoever catches the failure. */
    @Test
    void aFailureIsThrownWhenNoTaskIsAtWork() {
        for (int round = 0; round < 10; round++) {
            CountDownLatch failed = new CountDownLatch(1);
            AtomicInteger atWork = new AtomicInteger();
            assertThatThrownBy(() -> Parallel.forEach(8, i -> {
                        if (i == 7) {
                            failed.countDown();
                            throw new IllegalStateException("task 7");
                        }
                        atWork.incrementAndGet();
                        waitFor(failed);
                        atWork.decrementAndGet();
                    }))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("task 7");
            assertThat(atWork.get()).isZero();
        }
    }

    /** For the failure, if there is a second thread that fails, and somewhat longer. */
    private static void waitFor(CountDownLatch failed) {
        try {
            failed.await(20, TimeUnit.MILLISECONDS);
            Thread.sleep(5);
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    @Test
    void anErrorIsThrownAsItIs() {
        OutOfMemoryError error = new OutOfMemoryError("planted");
        assertThatThrownBy(() -> Parallel.forEach(8, i -> {
                    throw error;
                }))
                .isSameAs(error);
    }
}
