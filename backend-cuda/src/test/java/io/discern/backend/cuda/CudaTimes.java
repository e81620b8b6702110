package io.discern.backend.cuda;

import io.discern.Device;
import io.discern.Embeddings;
import io.discern.image.RgbImage;
import io.discern.preprocess.PixelBatch;
import io.discern.preprocess.PreprocessSpec;
import io.discern.preprocess.Presets;
import io.discern.similarity.ClassRows;
import io.discern.similarity.ClassSums;
import io.discern.similarity.CosineSimilarity;
import io.discern.similarity.CosineSimilarity.Exclusion;
import io.discern.similarity.CosineSimilarity.Held;
import io.discern.similarity.TopK;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * What jobs take from Java on {@code cuda:0}, data on the heap, everything included: a main for a machine with a GPU, with 12 GB of
 * heap. The best and the median of some runs after two that warm up; rows that are sent each time beside rows that stay there.
 */
final class CudaTimes {
    private static final int DIM = 512;

    private CudaTimes() {}

    /** Measures. */
    public static void main(String[] args) {
        System.out.println(CudaRuntime.availability().summary());
        System.out.println(Runtime.getRuntime().availableProcessors() + " host cores");
        preprocessing();
        Embeddings bank = rows(1_000_000, 1);
        try (CosineSimilarity similarity =
                CudaSimilarityProvider.open(List.of(Device.parse("cuda:0")), Precision.FLOAT32, 4L << 30)) {
            for (int count : new int[] {1000, 100_000}) {
                search(similarity, rows(count, 2), bank);
            }
            sums(similarity, bank);
        }
        Embeddings rows = Embeddings.ofRows(768, values(16_384 * 768, 3));
        for (Precision precision : Precision.values()) {
            try (CosineSimilarity similarity =
                    CudaSimilarityProvider.open(List.of(Device.parse("cuda:0")), precision, 4L << 30)) {
                time("matrix 16,384 x 16,384 x 768, " + precision, 5, () -> similarity.matrix(rows, rows));
            }
        }
    }

    private static void preprocessing() {
        PreprocessSpec spec = Presets.open("clip-vit-base-patch32");
        List<RgbImage> images = IntStream.range(0, 256)
                .mapToObj(i -> {
                    byte[] pixels = new byte[1024 * 768 * 3];
                    new SplittableRandom(i).nextBytes(pixels);
                    return RgbImage.of(1024, 768, pixels);
                })
                .toList();
        try (CudaPreprocessor preprocessor = new CudaPreprocessorProvider().open(spec, Device.parse("cuda:0"));
                DeviceTensor tensor = preprocessor.newTensor(images.size(), false);
                DeviceTensor half = preprocessor.newTensor(images.size(), true)) {
            PixelBatch batch = preprocessor.newBatch(images.size());
            ByteBuffer found = ByteBuffer.allocateDirect(batch.values().capacity() * Float.BYTES)
                    .order(batch.values().order());
            String job = "256 images of 1024 x 768 to 224 x 224, ";
            time(job + "float32, to the host", 12, () -> preprocessor.preprocess(images, batch));
            time(job + "float16, to the host", 12, () -> preprocessor.preprocessHalf(images, found));
            time(job + "float32, stays on the device", 12, () -> preprocessor.preprocess(images, tensor));
            time(job + "float16, stays on the device", 12, () -> preprocessor.preprocess(images, half));
            tensor.read(images.size(), found);
            require(batch.values().mismatch(found.asFloatBuffer()) == -1, "the tensor on the device is the same");
        }
    }

    private static void search(CosineSimilarity similarity, Embeddings queries, Embeddings bank) {
        String job = "top-k " + queries.rows() + " x " + bank.rows() + " x " + DIM + ", k = 20, ";
        TopK[] found = new TopK[2];
        time(job + "bank sent", 6, () -> found[0] = similarity.topK(queries, bank, 20, Exclusion.NONE));
        Held[] held = new Held[1];
        time(job + "sending the bank to stay", 0, () -> held[0] = similarity.hold(bank));
        time(job + "bank stays", 6, () -> found[1] = similarity.topK(queries, bank, 20, Exclusion.NONE));
        held[0].close();
        require(
                Arrays.equals(found[0].rows(), found[1].rows())
                        && Arrays.equals(found[0].similarities(), found[1].similarities()),
                "both find the same");
    }

    private static void sums(CosineSimilarity similarity, Embeddings rows) {
        SplittableRandom random = new SplittableRandom(4);
        int[] labels = random.ints(rows.rows(), 0, 10).toArray();
        int[] order = IntStream.range(0, rows.rows()).toArray();
        ClassRows all = new ClassRows(rows, new double[0], order, labels, new double[10 * DIM], 64);
        ClassSums[] found = new ClassSums[2];
        String job = "class sums of 1,000,000 x 512, 10 classes, ";
        time(job + "rows sent", 6, () -> found[0] = similarity.classSums(all));
        try (Held held = similarity.hold(rows)) {
            time(job + "rows stay", 6, () -> found[1] = similarity.classSums(all));
            require(held != null && Arrays.equals(found[0].sums(), found[1].sums()), "both sums are the same");
        }
    }

    private static void time(String job, int runs, Runnable work) {
        double[] times = new double[Math.max(1, runs)];
        for (int run = runs == 0 ? 0 : -2; run < times.length; run++) {
            long begin = System.nanoTime();
            work.run();
            times[Math.max(0, run)] = (System.nanoTime() - begin) * 1e-6;
        }
        Arrays.sort(times);
        System.out.printf(Locale.ROOT, "%s: %.1f ms at best, median %.1f ms%n", job, times[0], times[times.length / 2]);
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new IllegalStateException("expected that " + what);
        }
    }

    private static Embeddings rows(int count, long seed) {
        return Embeddings.ofRows(DIM, values(count * DIM, seed));
    }

    private static float[] values(int count, long seed) {
        float[] values = new float[count];
        HostCopies.inParts(count, 1 << 20, (first, some) -> {
            SplittableRandom random = new SplittableRandom(seed << 32 | first);
            for (int i = first; i < first + some; i++) {
                values[i] = (float) random.nextDouble(-1, 1);
            }
        });
        return values;
    }
}
