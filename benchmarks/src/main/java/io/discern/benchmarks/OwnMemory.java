package io.discern.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Watches the resident memory of this process that no file stands behind; Linux keeps the most of all memory only. */
final class OwnMemory implements AutoCloseable {
    private static final Path STATUS = Path.of("/proc/self/status");

    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor();
    private final AtomicLong most = new AtomicLong();

    OwnMemory() {
        watch.scheduleAtFixedRate(this::look, 0, 20, TimeUnit.MILLISECONDS);
    }

    private void look() {
        try {
            most.accumulateAndGet(status("RssAnon"), Math::max);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The most so far, in MiB. */
    long most() {
        look();
        return most.get();
    }

    /** An entry, in MiB. */
    static long status(String entry) throws IOException {
        List<String> lines = Files.readAllLines(STATUS);
        return lines.stream()
                .filter(line -> line.startsWith(entry))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElseThrow(() -> new IOException(STATUS + " has no " + entry + " among " + lines));
    }

    @Override
    public void close() {
        watch.shutdownNow();
    }
}
