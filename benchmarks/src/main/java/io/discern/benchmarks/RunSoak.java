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
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One long run from files to a {@code .npy}, through a store: the memory of the process after each twentieth, and the processor time of an image against that of the work
 * that nobody can avoid, decoding it and encoding it in batches, done before and after on one thread. Processor time, because it hardly depends on what
 * else the machine does.
 */
public final class RunSoak {
    private static final int FILES = 64;
    private static final int BATCH = 32;
    private static final int BARE = 4096;
    private static final int PARTS = 20;

    private final VisionLanguageEncoder encoder;
    private final List<Path> files;
    private final LabeledImages images;
    /** Processor time of looking at the memory. */
    private long aside;

    private RunSoak(VisionLanguageEncoder encoder, List<Path> files, LabeledImages images) {
        this.encoder = encoder;
        this.files = files;
        this.images = images;
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
        try (VisionLanguageEncoder encoder =
                Encoders.open("mini:general", EncoderConfig.of("").withBatchSize(BATCH))) {
            new RunSoak(encoder, files, repeated).run(folder);
        }
    }

    private void run(Path folder) throws IOException {
        bare(BARE); // warms up
        double before = bare(BARE);
        System.out.println("images  resident MiB  after trimming");
        List<Long> trimmed = new ArrayList<>();
        long cpu = cpu();
        long start = System.nanoTime();
        EmbeddingRun.with(encoder)
                .batchSize(BATCH)
                .keptIn(EmbeddingStore.ofOneRun(folder.resolve("run")))
                .listener(new RunListener() {
                    private int part;

                    @Override
                    public void onProgress(int done, int total) {
                        if ((long) done * PARTS / total > part) {
                            part++;
                            long start = cpu();
                            trimmed.add(memory(done));
                            aside += cpu() - start;
                        }
                    }
                })
                .write(images, folder.resolve("embeddings.npy"));
        double wall = (System.nanoTime() - start) * 1e-9;
        double whole = (cpu() - cpu - aside) * 1e-6 / images.size();
        double after = bare(BARE);
        double unavoidable = (before + after) / 2;
        System.out.printf(
                "median MiB after trimming, second quarter: %d, last quarter: %d%n",
                Soak.median(trimmed, PARTS / 4, PARTS / 2), Soak.median(trimmed, 3 * PARTS / 4, trimmed.size()));
        System.out.printf(
                "%d images in %.0f s; processor time an image: %.3f ms, bare work %.3f (before %.3f, after %.3f): %.1f %%%n",
                images.size(), wall, whole, unavoidable, before, after, 100 * unavoidable / whole);
    }

    private static long memory(int done) {
        try {
            long resident = Soak.status("VmRSS");
            System.gc();
            Soak.trimNativeHeap();
            long trimmed = Soak.status("VmRSS");
            System.out.printf("%6d %13d %15d%n", done, resident, trimmed);
            return trimmed;
        } catch (IOException noProc) {
            throw new UncheckedIOException(noProc);
        }
    }

    /** Milliseconds of processor time an image. */
    private double bare(int count) throws IOException {
        long start = cpu();
        List<RgbImage> batch = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            batch.add(ImageDecoder.standard().decode(files.get(i % FILES)));
            if (batch.size() == BATCH) {
                encoder.encodeImages(batch);
                batch.clear();
            }
        }
        return (cpu() - start) * 1e-6 / count;
    }

    private static long cpu() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }
}
