package io.discern.benchmarks;

import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.between.LinearCka;
import io.discern.analysis.fisher.HotellingLawley;
import io.discern.analysis.fisher.Shrinkage;
import io.discern.analysis.fisher.TraceRatio;
import io.discern.analysis.geometry.Silhouette;
import io.discern.store.Npy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import java.util.stream.IntStream;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Trace ratio, Hotelling-Lawley trace and linear CKA (20,000 x 768) beside NumPy in float32, and the cosine silhouette (20,000
 * x 512) beside scikit-learn, in turn, two threads each. First compares the values.
 */
public final class SeparabilityComparison {
    private static final String SCRIPT = "separability_peer.py";
    private static final int ROWS = 20_000;
    private static final int DIM = 768;
    private static final int SHORT = 512;
    private static final int CLASSES = 10;
    private static final int WARM_UP = 30;
    private static final int ROUNDS = 15;

    private SeparabilityComparison() {}

    /** Runs it; needs {@code /usr/bin/python3} with NumPy and scikit-learn, or {@code PYTHON} naming another. */
    public static void main(String[] args) throws IOException {
        Path folder = Files.createTempDirectory("separability");
        try {
            run(folder);
        } finally {
            for (String name : List.of("x.npy", "y.npy", "labels.npy")) {
                Files.deleteIfExists(folder.resolve(name));
            }
            Files.delete(folder);
        }
    }

    private static void run(Path folder) throws IOException {
        float[] x = rows(1);
        float[] y = related(x, 2);
        float[] labels = new float[ROWS];
        for (int i = 0; i < ROWS; i++) {
            labels[i] = i % CLASSES;
        }
        Npy.write(folder.resolve("x.npy"), x, ROWS, DIM);
        Npy.write(folder.resolve("y.npy"), y, ROWS, DIM);
        Npy.write(folder.resolve("labels.npy"), labels, ROWS);
        List<String> names = IntStream.range(0, ROWS)
                .mapToObj(i -> String.valueOf(i % CLASSES))
                .toList();
        try (LabeledEmbeddings a = LabeledEmbeddings.of(Nd4j.create(x, new long[] {ROWS, DIM}, 'c'), names);
                LabeledEmbeddings b = LabeledEmbeddings.of(Nd4j.create(y, new long[] {ROWS, DIM}, 'c'), names);
                LabeledEmbeddings s = LabeledEmbeddings.of(Nd4j.create(cut(x), new long[] {ROWS, SHORT}, 'c'), names);
                PythonPeer peer = PythonPeer.start(SCRIPT, Map.of("OPENBLAS_NUM_THREADS", "2"), folder)) {
            Map<String, DoubleSupplier> jobs = new LinkedHashMap<>();
            jobs.put("trace-ratio", () -> TraceRatio.value(a).orElseThrow());
            jobs.put(
                    "hotelling-lawley",
                    () -> HotellingLawley.value(a, Shrinkage.fixed(0.1)).orElseThrow());
            jobs.put("cka", () -> LinearCka.value(a, b));
            jobs.put(
                    "silhouette",
                    () -> Arrays.stream(Silhouette.cosineSamples(s)).average().orElseThrow());
            System.out.printf("%-18s %26s %26s %26s%n", "quartiles", "Discern, ms", "Python, ms", "Discern / Python");
            for (Map.Entry<String, DoubleSupplier> job : jobs.entrySet()) {
                compare(job.getKey(), job.getValue(), peer);
            }
        }
    }

    private static void compare(String name, DoubleSupplier job, PythonPeer peer) throws IOException {
        double ours = job.getAsDouble();
        double theirs = answer(peer, name)[1];
        for (int i = 0; i < WARM_UP; i++) {
            job.getAsDouble();
        }
        double[][] times = new double[3][ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            long start = System.nanoTime();
            job.getAsDouble();
            times[0][round] = (System.nanoTime() - start) / 1e6;
            times[1][round] = answer(peer, name)[0];
            times[2][round] = times[0][round] / times[1][round];
        }
        System.out.printf(
                "%-18s %26s %26s %26s   values differ by %.1e of %.6f%n",
                name,
                quartiles(times[0], "%.1f"),
                quartiles(times[1], "%.1f"),
                quartiles(times[2], "%.3f"),
                Math.abs(ours - theirs),
                theirs);
    }

    private static String quartiles(double[] times, String format) {
        double[] sorted = times.clone();
        Arrays.sort(sorted);
        String all = format + " " + format + " " + format;
        return String.format(all, sorted[ROUNDS / 4], sorted[ROUNDS / 2], sorted[3 * ROUNDS / 4]);
    }

    /** Rows around class means, with components of falling spread as embeddings have. */
    private static float[] rows(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] x = new float[ROWS * DIM];
        for (int i = 0; i < ROWS; i++) {
            for (int j = 0; j < DIM; j++) {
                double noise = random.nextDouble() + random.nextDouble() + random.nextDouble() - 1.5;
                x[i * DIM + j] = (float) (noise / Math.sqrt(1 + j) + (j % CLASSES == i % CLASSES ? 0.1 : 0) + 0.02);
            }
        }
        return x;
    }

    /** The same rows with their components in reverse and noise. */
    private static float[] related(float[] x, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] y = new float[x.length];
        for (int i = 0; i < y.length; i++) {
            y[i] = x[i - i % DIM + DIM - 1 - i % DIM] + (float) (0.2 * (random.nextDouble() - 0.5));
        }
        return y;
    }

    private static float[] cut(float[] x) {
        float[] part = new float[ROWS * SHORT];
        for (int i = 0; i < ROWS; i++) {
            System.arraycopy(x, i * DIM, part, i * SHORT, SHORT);
        }
        return part;
    }

    /** Milliseconds and value. */
    private static double[] answer(PythonPeer peer, String job) throws IOException {
        return Arrays.stream(peer.ask(job).split(" "))
                .mapToDouble(Double::parseDouble)
                .toArray();
    }
}
