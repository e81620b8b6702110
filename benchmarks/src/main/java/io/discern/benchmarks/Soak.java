package io.discern.benchmarks;

import io.discern.Embeddings;
import io.discern.EncoderConfig;
import io.discern.Encoders;
import io.discern.Similarities;
import io.discern.VisionLanguageEncoder;
import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.fisher.TraceRatio;
import io.discern.analysis.neighbors.KnnAccuracy;
import io.discern.dataset.LabeledImage;
import io.discern.dataset.LabeledImages;
import io.discern.image.RgbImage;
import io.discern.miniatures.SyntheticLesions;
import io.discern.similarity.CosineSimilarity;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * Mixed load for a while: workers open encoders of both engines, encode pictures and texts in batches of any size, close them
 * under running calls, search, and measure over ND4J arrays, all in one process. Every result is compared with the first of its
 * kind. Prints the memory of the process each minute, and at last how it changed.
 */
public final class Soak {
    private static final int WORKERS = 3;
    private static final List<String> BACKENDS = List.of("onnx", "djl");
    private static final List<String> MINIATURES = List.of("general", "medical");
    private static final List<String> TEXTS =
            List.of("melanoma", "an X-ray of a nodule", "benign", "dermoscopy image of nevus");
    /** Rows of one image in batches of different sizes may differ by this. */
    private static final double SAME = 1e-4;

    private final List<RgbImage> pictures = new ArrayList<>();
    private final List<String> labels = new ArrayList<>();
    private final Instant end;
    private final AtomicLong done = new AtomicLong();

    private Soak(Duration duration) throws IOException {
        LabeledImages images = SyntheticLesions.of("dermoscopy", 30, 1);
        for (LabeledImage image : images.images()) {
            pictures.add(image.source().load());
            labels.add(image.label());
        }
        end = Instant.now().plus(duration);
    }

    /**
     * Runs it.
     *
     * @param args the minutes, 30 if none
     */
    public static void main(String[] args) throws Exception {
        int minutes = args.length == 0 ? 30 : Integer.parseInt(args[0]);
        new Soak(Duration.ofMinutes(minutes)).run(minutes);
    }

    private void run(int minutes) throws IOException, InterruptedException, ExecutionException {
        ExecutorService workers = Executors.newFixedThreadPool(WORKERS);
        List<Future<?>> ends = new ArrayList<>();
        for (int worker = 0; worker < WORKERS; worker++) {
            SplittableRandom random = new SplittableRandom(worker);
            ends.add(workers.submit(() -> {
                while (Instant.now().isBefore(end)) {
                    step(random);
                    done.incrementAndGet();
                }
            }));
        }
        workers.shutdown();
        System.out.println("minute  steps  resident MiB  after trimming  Java heap MiB  threads  open files");
        List<Long> trimmed = new ArrayList<>();
        for (int minute = 1; !workers.awaitTermination(1, TimeUnit.MINUTES); minute++) {
            System.gc();
            long resident = status("VmRSS");
            trimNativeHeap();
            trimmed.add(status("VmRSS"));
            Runtime java = Runtime.getRuntime();
            System.out.printf(
                    "%6d %6d %13d %15d %14d %8d %11d%n",
                    minute,
                    done.get(),
                    resident,
                    trimmed.get(trimmed.size() - 1),
                    java.totalMemory() - java.freeMemory() >> 20,
                    status("Threads"),
                    openFiles());
        }
        for (Future<?> worker : ends) {
            worker.get();
        }
        int third = Math.max(1, minutes / 3);
        System.out.println("median MiB after trimming, second third of the time: " + median(trimmed, third, 2 * third)
                + ", last third: " + median(trimmed, 2 * third, trimmed.size()));
    }

    /** What glibc keeps of freed memory for each thread says nothing of leaks; JDK 17.0.9 and later can give it back. */
    static void trimNativeHeap() {
        try {
            ManagementFactory.getPlatformMBeanServer()
                    .invoke(
                            new ObjectName("com.sun.management:type=DiagnosticCommand"),
                            "systemTrimNativeHeap",
                            null,
                            null);
        } catch (JMException unable) {
            throw new IllegalStateException(
                    "this Java cannot trim the native heap; expected JDK 17.0.9 or later", unable);
        }
    }

    private void step(SplittableRandom random) {
        switch (random.nextInt(6)) {
            case 0, 1 -> encode(random);
            case 2 -> closeDuringACall(random);
            case 3 -> twoAtOnce(random);
            case 4 -> search(random);
            default -> measure(random);
        }
    }

    private VisionLanguageEncoder open(SplittableRandom random, String miniature) {
        EncoderConfig config = EncoderConfig.of("")
                .withOption("backend", BACKENDS.get(random.nextInt(BACKENDS.size())))
                .withBatchSize(1 + random.nextInt(40));
        return Encoders.open("mini:" + miniature, config);
    }

    private void encode(SplittableRandom random) {
        String miniature = MINIATURES.get(random.nextInt(MINIATURES.size()));
        try (VisionLanguageEncoder encoder = open(random, miniature)) {
            check(encoder, random);
            encoder.encodeTexts(TEXTS);
        }
    }

    /** The same pictures alone and among others. */
    private void check(VisionLanguageEncoder encoder, SplittableRandom random) {
        int first = random.nextInt(pictures.size());
        int count = 1 + random.nextInt(pictures.size() - first);
        Embeddings alone = encoder.encodeImages(List.of(pictures.get(first)));
        Embeddings among = encoder.encodeImages(pictures.subList(first, first + count));
        for (int i = 0; i < alone.dim(); i++) {
            if (!(Math.abs(alone.row(0)[i] - among.row(0)[i]) <= SAME)) {
                throw new IllegalStateException(encoder.info().name() + ": picture " + first + " alone and among "
                        + count + " differ at component " + i + ": " + alone.row(0)[i] + " and " + among.row(0)[i]);
            }
        }
    }

    private void closeDuringACall(SplittableRandom random) {
        VisionLanguageEncoder encoder = open(random, "general");
        Thread caller = started(() -> {
            try {
                encoder.encodeImages(pictures);
            } catch (IllegalStateException closed) {
                // Closing won; that is one of the two right ends.
            }
        });
        Thread.yield();
        encoder.close();
        join(caller);
    }

    private void twoAtOnce(SplittableRandom random) {
        try (VisionLanguageEncoder one = open(random, "general");
                VisionLanguageEncoder other = open(random, "medical")) {
            SplittableRandom others = random.split();
            Thread thread = started(() -> check(other, others));
            check(one, random);
            join(thread);
        }
    }

    private static void search(SplittableRandom random) {
        Embeddings bank = RandomRows.random(500 + random.nextInt(1500), 64, random.nextLong());
        Embeddings queries = RandomRows.random(1 + random.nextInt(200), 64, random.nextLong());
        int[] expected = CosineSimilarity.reference()
                .topK(queries, bank, 5, CosineSimilarity.Exclusion.NONE)
                .rows();
        for (String backend : BACKENDS) {
            try (CosineSimilarity similarity = Similarities.open(backend)) {
                int[] found = similarity
                        .topK(queries, bank, 5, CosineSimilarity.Exclusion.NONE)
                        .rows();
                if (!Arrays.equals(found, expected)) {
                    throw new IllegalStateException(
                            backend + " found " + Arrays.toString(found) + "; expected " + Arrays.toString(expected));
                }
            }
        }
    }

    private void measure(SplittableRandom random) {
        try (VisionLanguageEncoder encoder = open(random, "general");
                LabeledEmbeddings data = LabeledEmbeddings.of(encoder.encodeImages(pictures), labels)) {
            new TraceRatio().measure(data, 1);
            KnnAccuracy.of(5).measure(data, 1);
        }
    }

    /** A thread at work, whose failure ends the soak. */
    private static Thread started(Runnable work) {
        Thread thread = new Thread(work);
        thread.setUncaughtExceptionHandler((failed, e) -> {
            e.printStackTrace();
            Runtime.getRuntime().halt(1);
        });
        thread.start();
        return thread;
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A number of this process as Linux gives it; MiB where it gives kB. */
    static long status(String key) throws IOException {
        String line = Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(candidate -> candidate.startsWith(key + ":"))
                .findFirst()
                .orElseThrow();
        long number = Long.parseLong(line.replaceAll("\\D", ""));
        return line.endsWith("kB") ? number / 1024 : number;
    }

    private static long openFiles() throws IOException {
        try (var files = Files.list(Path.of("/proc/self/fd"))) {
            return files.count();
        }
    }

    static long median(List<Long> values, int from, int to) {
        List<Long> sorted =
                new ArrayList<>(values.subList(Math.min(from, values.size() - 1), Math.min(to, values.size())));
        Collections.sort(sorted);
        return sorted.get(sorted.size() / 2);
    }
}
