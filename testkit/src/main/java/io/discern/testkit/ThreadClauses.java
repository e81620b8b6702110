package io.discern.testkit;

import io.discern.Threading;
import io.discern.VisionLanguageEncoder;
import io.discern.image.RgbImage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What overlapping calls, interrupts and a close from another thread may do. */
record ThreadClauses(Subject subject) {
    private static final int THREADS = 8;
    private static final int CALLS = 4;
    private static final int TIMEOUT_SECONDS = 60;

    void threads() {
        Clause clause = new Clause("threads");
        ExecutorService pool = Executors.newFixedThreadPool(THREADS);
        try (VisionLanguageEncoder encoder = subject.open()) {
            requireConcurrent(clause, encoder);
            List<List<RgbImage>> inputs = new ArrayList<>();
            List<CopiedRows> serial = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                List<RgbImage> images = new ArrayList<>(Subject.IMAGES.subList(0, Subject.BATCH + 2));
                Collections.rotate(images, thread);
                inputs.add(images);
                serial.add(Subject.images(encoder, images));
            }
            List<Future<CopiedRows>> running = new ArrayList<>();
            for (int call = 0; call < THREADS * CALLS; call++) {
                List<RgbImage> images = inputs.get(call % THREADS);
                running.add(pool.submit(() -> Subject.images(encoder, images)));
            }
            for (int call = 0; call < running.size(); call++) {
                CopiedRows alone = serial.get(call % THREADS);
                double bound = subject.bound(encoder, alone);
                double difference = alone.difference(finished(clause, running.get(call)));
                clause.require(
                        difference <= bound,
                        "at most " + bound + ", because EncoderInfo.threading is CONCURRENT",
                        "a call that overlaps with %d others differs by %s from the same call alone",
                        THREADS - 1,
                        difference);
            }
        } finally {
            pool.shutdownNow();
        }
    }

    /** An interrupted call may finish or fail; it must leave the mark on the thread and the encoder usable. */
    void interruption() {
        Clause clause = new Clause("interruption");
        List<RgbImage> images = Subject.IMAGES.subList(0, Subject.BATCH + 1);
        try (VisionLanguageEncoder encoder = subject.open()) {
            CopiedRows before = Subject.images(encoder, images);
            double bound = subject.bound(encoder, before);
            Thread.currentThread().interrupt();
            CopiedRows during = null;
            boolean marked;
            try {
                during = Subject.images(encoder, images);
            } catch (RuntimeException failedBecauseInterrupted) {
                // Allowed: the caller wanted it to stop.
            } finally {
                marked = Thread.interrupted();
            }
            clause.require(marked, "the thread to stay interrupted", "the call swallowed the interrupt");
            if (during != null) {
                clause.require(
                        before.difference(during) <= bound,
                        "the rows, or an exception",
                        "an interrupted call gave rows that differ by %s",
                        before.difference(during));
            }
            try {
                double difference = before.difference(Subject.images(encoder, images));
                clause.require(
                        difference <= bound,
                        "the rows as before",
                        "after an interrupted call the rows differ by %s",
                        difference);
            } catch (RuntimeException thrown) {
                throw clause.broken("an encoder that still works after an interrupted call", thrown);
            }
        }
    }

    /** Each call that overlaps with a close gives its rows or an IllegalStateException, and close returns. */
    void closeDuringCall() {
        Clause clause = new Clause("close during a call");
        List<RgbImage> images = Subject.IMAGES;
        CopiedRows expected;
        double bound;
        try (VisionLanguageEncoder encoder = subject.open()) {
            requireConcurrent(clause, encoder);
            expected = Subject.images(encoder, images);
            bound = subject.bound(encoder, expected);
        }
        for (int round = 0; round < 5; round++) {
            closeDuringCall(clause, round, images, expected, bound);
        }
    }

    private void closeDuringCall(
            Clause clause, int waitMillis, List<RgbImage> images, CopiedRows expected, double bound) {
        ExecutorService pool = Executors.newFixedThreadPool(2);
        VisionLanguageEncoder encoder = subject.open();
        try {
            Future<CopiedRows> call = pool.submit(() -> Subject.images(encoder, images));
            Thread.sleep(waitMillis);
            finished(clause, pool.submit(encoder::close));
            CopiedRows rows = finishedOrRefused(clause, call);
            if (rows != null) {
                double difference = expected.difference(rows);
                clause.require(
                        difference <= bound,
                        "its rows, or an IllegalStateException",
                        "a call during which the encoder was closed gave rows that differ by %s",
                        difference);
            }
        } catch (InterruptedException interrupted) {
            throw clause.broken("no interrupt", interrupted);
        } finally {
            pool.shutdownNow();
        }
    }

    private static void requireConcurrent(Clause clause, VisionLanguageEncoder encoder) {
        if (encoder.info().threading() == Threading.CONFINED) {
            throw clause.skipped(encoder.info().name() + " declares CONFINED: its caller serialises");
        }
    }

    private static <T> T finished(Clause clause, Future<T> running) {
        try {
            return running.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            throw clause.broken("a call that succeeds", failed.getCause());
        } catch (TimeoutException | InterruptedException late) {
            throw clause.broken("an end within " + TIMEOUT_SECONDS + " s", late);
        }
    }

    private static CopiedRows finishedOrRefused(Clause clause, Future<CopiedRows> running) {
        try {
            return running.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof IllegalStateException) {
                return null;
            }
            throw clause.broken("its rows, or an IllegalStateException", failed.getCause());
        } catch (TimeoutException | InterruptedException late) {
            throw clause.broken("an end within " + TIMEOUT_SECONDS + " s", late);
        }
    }
}
