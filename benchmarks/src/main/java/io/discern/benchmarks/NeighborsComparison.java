package io.discern.benchmarks;

import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.neighbors.NearestNeighbors;
import io.discern.store.Npy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The 20 nearest other rows of every row, d = 512, by Discern and by FAISS (IndexFlatIP, 21 neighbours, one of them the row
 * itself) in turn, as many threads each as there are processors. FAISS runs as it comes and with the SkylakeX kernels of its
 * OpenBLAS, which on some machines are the faster ones. Prints the neighbours' agreement, medians, the medians of the
 * rounds' ratios and the peak resident memory of this process.
 */
public final class NeighborsComparison {
    private static final String SCRIPT = "neighbors_faiss.py";
    private static final int DIM = 512;
    private static final int K = 20;
    private static final int ROUNDS = 5;

    private NeighborsComparison() {}

    /** Runs it for that many rows, 100,000 unless said; needs {@code /usr/bin/python3} with FAISS, or {@code PYTHON}. */
    public static void main(String[] args) throws IOException {
        int rows = args.length == 0 ? 100_000 : Integer.parseInt(args[0]);
        Path folder = Files.createTempDirectory("neighbors");
        Path bank = folder.resolve("rows.npy");
        Path found = folder.resolve("found.npy");
        try (INDArray array = unitRows(rows, bank);
                LabeledEmbeddings data = LabeledEmbeddings.of(array, Collections.nCopies(rows, "a"));
                PythonPeer plain = faiss(bank, found, Map.of());
                PythonPeer skylake = faiss(bank, found, Map.of("OPENBLAS_CORETYPE", "SkylakeX"))) {
            NearestNeighbors own = NearestNeighbors.leaveOneOut(data, K);
            seconds(plain);
            seconds(skylake);
            compare(own, Npy.read(found).toLongs());
            measure(data, plain, skylake);
        } finally {
            for (Path file : List.of(bank, found, folder)) {
                Files.deleteIfExists(file);
            }
        }
        Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmHWM"))
                .forEach(System.out::println);
    }

    /** Rows of 50 overlapping classes, saved for the peer too. */
    private static INDArray unitRows(int rows, Path file) throws IOException {
        SplittableRandom random = new SplittableRandom(11);
        double[][] centers = new double[50][];
        Arrays.setAll(centers, i -> random.doubles(DIM, -0.25, 0.25).toArray());
        float[] values = new float[rows * DIM];
        for (int row = 0; row < rows; row++) {
            double[] center = centers[random.nextInt(centers.length)];
            double[] x = random.doubles(DIM, -1, 1).toArray();
            double squares = 0;
            for (int j = 0; j < DIM; j++) {
                x[j] += center[j];
                squares += x[j] * x[j];
            }
            for (int j = 0; j < DIM; j++) {
                values[row * DIM + j] = (float) (x[j] / Math.sqrt(squares));
            }
        }
        Npy.write(file, values, rows, DIM);
        return Nd4j.create(values, new long[] {rows, DIM}, 'c');
    }

    private static void compare(NearestNeighbors own, long[] theirs) {
        int equal = 0;
        for (int row = 0; row < own.queries(); row++) {
            long self = row;
            long[] others = Arrays.stream(theirs, row * (K + 1), (row + 1) * (K + 1))
                    .filter(i -> i != self)
                    .toArray();
            boolean same = others.length == K;
            for (int rank = 0; rank < K && same; rank++) {
                same = own.row(row, rank) == others[rank];
            }
            equal += same ? 1 : 0;
        }
        System.out.printf(
                "%d of %d rows have the same %d neighbours in the same order; Discern orders in double, FAISS in float32%n",
                equal, own.queries(), K);
    }

    private static void measure(LabeledEmbeddings data, PythonPeer plain, PythonPeer skylake) throws IOException {
        String[] names = {
            "Discern, s",
            "FAISS, s",
            "FAISS with SkylakeX kernels, s",
            "Discern / FAISS",
            "Discern / FAISS with SkylakeX"
        };
        double[][] times = new double[names.length][ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            long start = System.nanoTime();
            NearestNeighbors.leaveOneOut(data, K);
            double own = (System.nanoTime() - start) * 1e-9;
            double plainTime = seconds(plain);
            double skylakeTime = seconds(skylake);
            double[] row = {own, plainTime, skylakeTime, own / plainTime, own / skylakeTime};
            for (int i = 0; i < row.length; i++) {
                times[i][round] = row[i];
            }
        }
        System.out.printf(
                "%-34s %8s %8s %8s of %d rounds, n = %d%n", "", "least", "median", "most", ROUNDS, data.rows());
        for (int i = 0; i < names.length; i++) {
            Arrays.sort(times[i]);
            System.out.printf(
                    "%-34s %8.2f %8.2f %8.2f%n", names[i], times[i][0], times[i][ROUNDS / 2], times[i][ROUNDS - 1]);
        }
    }

    private static PythonPeer faiss(Path rows, Path found, Map<String, String> kernels) throws IOException {
        String threads = Integer.toString(Runtime.getRuntime().availableProcessors());
        Map<String, String> environment = new HashMap<>(kernels);
        environment.put("OMP_NUM_THREADS", threads);
        environment.put("OPENBLAS_NUM_THREADS", threads);
        // Waiting OpenMP threads would otherwise take the processors from OpenBLAS's.
        environment.put("OMP_WAIT_POLICY", "passive");
        return PythonPeer.start(SCRIPT, environment, rows, K + 1, found);
    }

    private static double seconds(PythonPeer faiss) throws IOException {
        return Double.parseDouble(faiss.ask("search"));
    }
}
