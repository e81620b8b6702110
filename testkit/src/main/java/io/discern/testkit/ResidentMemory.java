package io.discern.testkit;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * The memory of this process that is in RAM, as Linux counts it.
 *
 * <p>It moves for many reasons (the Java heap, allocators that keep what was freed), so one growth proves nothing. A leak is
 * what grows in all of several rounds but one: the Java heap may give some back meanwhile.
 */
final class ResidentMemory {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final int ROUNDS = 8;
    /** A round that grows by less counts as one that does not. */
    private static final long NOISE_KIB = 512;

    private ResidentMemory() {}

    /**
     * How much each round added.
     *
     * @param kibibytes of each round, up to the second that did not grow
     * @param steady whether all rounds but one grew
     */
    record Growth(List<Long> kibibytes, boolean steady) {}

    /** The resident bytes, where the system says. */
    static OptionalLong bytes() {
        if (!Files.isReadable(STATUS)) {
            return OptionalLong.empty();
        }
        try {
            return Files.readAllLines(STATUS).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                    .findFirst();
        } catch (IOException unreadable) {
            return OptionalLong.empty();
        }
    }

    /** Runs the round, after one that warms up, until it twice did not grow the process, or {@value #ROUNDS} times. */
    static Growth growth(Runnable round) {
        round.run();
        long before = settled();
        List<Long> kibibytes = new ArrayList<>();
        int flat = 0;
        for (int i = 0; i < ROUNDS; i++) {
            round.run();
            long after = settled();
            kibibytes.add((after - before) / 1024);
            flat += kibibytes.get(i) < NOISE_KIB ? 1 : 0;
            if (flat > 1) {
                return new Growth(kibibytes, false);
            }
            before = after;
        }
        return new Growth(kibibytes, true);
    }

    /** After garbage is collected, direct buffers with it, and the C library's free memory is given back. */
    private static long settled() {
        for (int i = 0; i < 2; i++) {
            System.gc();
            trimNativeHeap();
            try {
                Thread.sleep(20);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        return bytes().orElse(0);
    }

    /**
     * What {@code jcmd PID System.trim_native_heap} does (JDK 17.0.9 and later, Linux). Without it, leaks hide for a while in
     * memory that others have freed.
     */
    private static void trimNativeHeap() {
        try {
            ManagementFactory.getPlatformMBeanServer()
                    .invoke(new ObjectName("com.sun.management:type=DiagnosticCommand"), "systemTrimNativeHeap", null, null);
        } catch (JMException | RuntimeException withoutIt) {
            // The measurement is coarser.
        }
    }
}
