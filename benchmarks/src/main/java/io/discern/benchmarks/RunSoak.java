package io.discern.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import io.discern.EncoderConfig;
import io.discern.Encoders;
import io.discern.VisionLanguageEncoder;
import io.discern.dataset.ImageAudit;
import io.discern.dataset.LabeledImage;
import io.discern.dataset.LabeledImages;
import io.discern.image.ImageDecoder;
import io.discern.image.RgbImage;
import io.discern.run.EmbeddingRun;
import io.discern.run.EmbeddingStore;
import io.discern.run.RunListener;
import io.discern.spi.Resources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * One long run from files to a {@code .npy}, through a store, in twenty parts: the memory of the process after each, and the time of an image against that of the
 * work that nobody can avoid. That is done between the parts, so that both meet the same machine: as many threads as there are processors, each decoding its own
 * share and encoding it in batches through its own encoder of one thread, with nothing to wait for. Processor time hardly depends on what else the machine does;
 * the time on the clock does, because the run has more threads.
 */
public final class RunSoak {
    private static final int FILES = 64;
    private static final int BATCH = 32;
    private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();
    /** Images of the bare work after each part; whole batches for each thread. */
    private static final int BARE = PROCESSORS * BATCH * 32;

    private static final int PARTS = 20;
    /** So long the images ahead of the encoder are loaded after a part; counts to the part. */
    private static final int SETTLING_MILLIS = 20;

    private final VisionLanguageEncoder encoder;
    private final List<VisionLanguageEncoder> single;
    private final List<Path> files;
    private final LabeledImages images;

    private RunSoak(
            VisionLanguageEncoder encoder, List<VisionLanguageEncoder> single, List<Path> files, LabeledImages images) {
        this.encoder = encoder;
        this.single = single;
        this.files = files;
        this.images = images;
    }

    /** A moment, or what lies between two: nanoseconds of the processors and of the clock. */
    private record Usage(long processors, long clock) {
        static Usage now() {
            return new Usage(
                    ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime(),
                    System.nanoTime());
        }

        Usage since(Usage before) {
            return new Usage(processors - before.processors, clock - before.clock);
        }
    }

    /**
     * Runs it.
     *
     * @param args how many images, 64000 (2,000 batches) if none
     */
    public static void main(String[] args) throws IOException {
        int count = args.length == 0 ? 2000 * BATCH : Integer.parseInt(args[0]);
        Path folder = Files.createTempDirectory("discern-soak");
        List<Path> files = new ArrayList<>();
        for (int i = 0; i < FILES; i++) {
            Files.createDirectories(folder.resolve("data/class"));
            files.add(Files.write(folder.resolve("data/class/" + i + ".jpg"), PhotoLike.jpeg(224, 224, i)));
        }
        LabeledImages seen =
                ImageAudit.of(LabeledImages.open(folder.resolve("data")), ImageAudit.CopyPolicy.KEEP, done -> {});
        LabeledImages repeated = new LabeledImages(
                "repeated",
                IntStream.range(0, count)
                        .mapToObj(i -> {
                            LabeledImage image = seen.images().get(i % FILES);
                            return LabeledImage.of("" + i, "class", image.source())
                                    .withContent(image.content());
                        })
                        .toList());
        EncoderConfig batches = EncoderConfig.of("").withBatchSize(BATCH);
        try (Resources open = new Resources()) {
            VisionLanguageEncoder encoder = open.add(Encoders.open("mini:general", batches));
            List<VisionLanguageEncoder> single = new ArrayList<>();
            for (int i = 0; i < PROCESSORS; i++) {
                single.add(open.add(Encoders.open("mini:general", batches.withOption("threads", "1"))));
            }
            new RunSoak(encoder, single, files, repeated).run(folder);
        }
    }

    private void run(Path folder) throws IOException {
        System.out.println("loads on " + PROCESSORS + " processors; warms up");
        EmbeddingRun.with(encoder)
                .batchSize(BATCH)
                .run(new LabeledImages(
                        "warm", images.images().subList(0, Math.min(BARE, images.size())), images.audit()));
        bare();
        System.out.println(
                "images  resident MiB  after trimming  ms an image, processors: run  bare   ratio  clock: run  bare   ratio");
        Parts parts = new Parts();
        EmbeddingRun.with(encoder)
                .batchSize(BATCH)
                .keptIn(EmbeddingStore.ofOneRun(folder.resolve("run")))
                .listener(parts)
                .write(images, folder.resolve("embeddings.npy"));
        parts.summary();
    }

    /** Looks after each part of the run; on the run's thread, which does nothing meanwhile. */
    private final class Parts implements RunListener {
        private final List<Long> trimmed = new ArrayList<>();
        private final double[] ofProcessors = new double[PARTS];
        private final double[] ofClock = new double[PARTS];
        private int part;
        private int before;
        private Usage start = Usage.now();

        @Override
        public void onProgress(int done, int total) {
            if ((long) done * PARTS / total > part) {
                try {
                    TimeUnit.MILLISECONDS.sleep(SETTLING_MILLIS);
                    look(done - before, done, Usage.now().since(start));
                } catch (IOException | InterruptedException broken) {
                    throw new IllegalStateException(broken);
                }
                part++;
                before = done;
                start = Usage.now();
            }
        }

        private void look(int count, int done, Usage used) throws IOException, InterruptedException {
            long resident = Soak.status("VmRSS");
            System.gc();
            Soak.trimNativeHeap();
            trimmed.add(Soak.status("VmRSS"));
            Usage bare = bare();
            double[] millis = {
                used.processors * 1e-6 / count,
                bare.processors * 1e-6 / BARE,
                used.clock * 1e-6 / count,
                bare.clock * 1e-6 / BARE
            };
            ofProcessors[part] = millis[1] / millis[0];
            ofClock[part] = millis[3] / millis[2];
            System.out.printf(
                    "%6d %13d %15d %29.3f %5.3f %7.3f %11.3f %5.3f %7.3f%n",
                    done,
                    resident,
                    trimmed.get(part),
                    millis[0],
                    millis[1],
                    ofProcessors[part],
                    millis[2],
                    millis[3],
                    ofClock[part]);
        }

        void summary() {
            System.out.printf(
                    "median MiB after trimming, second quarter: %d, last quarter: %d%n",
                    Soak.median(trimmed, PARTS / 4, PARTS / 2), Soak.median(trimmed, 3 * PARTS / 4, PARTS));
            Quartiles.header("", PARTS);
            Quartiles.line("bare / run, processor time", ofProcessors);
            Quartiles.line("bare / run, clock", ofClock);
        }
    }

    private Usage bare() throws IOException {
        Usage start = Usage.now();
        List<CompletableFuture<Void>> shares = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(PROCESSORS);
        try {
            for (VisionLanguageEncoder own : single) {
                shares.add(CompletableFuture.runAsync(() -> bare(own, BARE / PROCESSORS), threads));
            }
            shares.forEach(CompletableFuture::join);
        } finally {
            threads.shutdown();
        }
        return Usage.now().since(start);
    }

    private void bare(VisionLanguageEncoder own, int count) {
        List<RgbImage> batch = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            try {
                batch.add(ImageDecoder.standard().decode(files.get(i % FILES)));
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
            if (batch.size() == BATCH) {
                own.encodeImages(batch);
                batch.clear();
            }
        }
    }
}
