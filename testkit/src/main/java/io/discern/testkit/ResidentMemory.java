package io.discern.testkit;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * The memory of this process outside of the Java heap that is in RAM, as Linux counts it.
 *
 * <p>It moves for many reasons (compilers, allocators that keep what was freed), so one growth proves nothing. A leak is what
 * grows in all of several rounds but two.
 */
final class ResidentMemory {
    private static final Path MAPPINGS = Path.of("/proc/self/smaps");
    private static final Pattern MAPPING = Pattern.compile("([0-9a-f]+)-[0-9a-f]+ .*");
    private static final Pattern RESIDENT = Pattern.compile("Rss: +(\\d+) kB");
    private static final Pattern HEAP_RANGE = Pattern.compile("\\[0x([0-9a-f]+), (?:0x[0-9a-f]+, )?0x([0-9a-f]+)\\)");
    private static final int ROUNDS = 8;
    private static final int FLAT_ROUNDS = 2;
    /** A round that grows by less counts as one that does not. */
    private static final long NOISE_KIB = 512;

    private ResidentMemory() {}

    /**
     * How much each round added.
     *
     * @param kibibytes of each round, up to the third that did not grow
     * @param steady whether all rounds but {@value #FLAT_ROUNDS} grew
     */
    record Growth(List<Long> kibibytes, boolean steady) {}

    /** From the first address to the one behind the last. */
    private record Range(long from, long to) {
        boolean contains(long address) {
            return address >= from && address < to;
        }
    }

    /** The resident bytes, where the system says. */
    static OptionalLong bytes() {
        if (!Files.isReadable(MAPPINGS)) {
            return OptionalLong.empty();
        }
        List<Range> heap = javaHeap();
        long kibibytes = 0;
        boolean inHeap = false;
        try {
            for (String line : Files.readAllLines(MAPPINGS, StandardCharsets.ISO_8859_1)) {
                Matcher mapping = MAPPING.matcher(line);
                Matcher resident = RESIDENT.matcher(line);
                if (mapping.matches()) {
                    long address = Long.parseUnsignedLong(mapping.group(1), 16);
                    inHeap = heap.stream().anyMatch(range -> range.contains(address));
                } else if (!inHeap && resident.matches()) {
                    kibibytes += Long.parseLong(resident.group(1));
                }
            }
        } catch (IOException unreadable) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(kibibytes * 1024);
    }

    /**
     * Runs the round, after one that warms up, until it did not grow the process {@value #FLAT_ROUNDS} times and once more, or
     * {@value #ROUNDS} times.
     */
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
            if (flat > FLAT_ROUNDS) {
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
        diagnose("systemTrimNativeHeap");
    }

    /** Where {@code jcmd PID GC.heap_info} says that the Java heap lies; nowhere, for a collector that does not say it. */
    private static List<Range> javaHeap() {
        return HEAP_RANGE
                .matcher(diagnose("gcHeapInfo"))
                .results()
                .map(range -> new Range(
                        Long.parseUnsignedLong(range.group(1), 16), Long.parseUnsignedLong(range.group(2), 16)))
                .toList();
    }

    /** The answer of one of the JVM's diagnostic commands; an empty one, and a coarser measurement, where it has no such. */
    private static String diagnose(String command) {
        try {
            return String.valueOf(ManagementFactory.getPlatformMBeanServer()
                    .invoke(new ObjectName("com.sun.management:type=DiagnosticCommand"), command, null, null));
        } catch (JMException | RuntimeException withoutIt) {
            return "";
        }
    }
}
