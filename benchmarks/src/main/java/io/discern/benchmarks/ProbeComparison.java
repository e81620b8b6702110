package io.discern.benchmarks;

import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.internal.probe.LinearFit;
import io.discern.analysis.internal.probe.LogisticRegression;
import io.discern.analysis.internal.probe.Scaling;
import io.discern.store.Npy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Logistic regression of 20,000 rows of 512 columns in 10 classes, by Discern and by scikit-learn in turn, two threads
 * each, so that what else runs on the machine meets both. Prints objectives reached, medians, and the medians of the
 * rounds' ratios.
 */
public final class ProbeComparison {
    private static final String SCRIPT = "probe_peer.py";
    private static final int ROWS = 20_000;
    private static final int DIM = 512;
    private static final int CLASSES = 10;
    private static final double[] CS = {0.01, 1};

    private ProbeComparison() {}

    /**
     * Runs it; needs {@code /usr/bin/python3} with scikit-learn, or {@code PYTHON} naming another.
     *
     * @param args the number of rounds, 11 if not given
     */
    public static void main(String[] args) throws IOException {
        int rounds = args.length == 0 ? 11 : Integer.parseInt(args[0]);
        Path folder = Files.createTempDirectory("probe");
        float[] values = new float[ROWS * DIM];
        float[] labels = new float[ROWS];
        fill(values, labels);
        Npy.write(folder.resolve("rows.npy"), values, ROWS, DIM);
        Npy.write(folder.resolve("labels.npy"), labels, ROWS);
        List<String> names = IntStream.range(0, ROWS)
                .mapToObj(i -> Integer.toString((int) labels[i]))
                .toList();
        try (INDArray rows = Nd4j.create(values, new long[] {ROWS, DIM}, 'c');
                LabeledEmbeddings data = LabeledEmbeddings.of(rows, names);
                PythonPeer peer =
                        PythonPeer.start(SCRIPT, Map.of(), folder.resolve("rows.npy"), folder.resolve("labels.npy"))) {
            peer.answer();
            for (double c : CS) {
                compare(data, peer, c, rounds);
            }
        }
        Files.delete(folder.resolve("rows.npy"));
        Files.delete(folder.resolve("labels.npy"));
        Files.delete(folder);
    }

    /** Gaussian rows around class means, in columns of falling spread 1 / sqrt(1 + k / 8) that share eight directions. */
    private static void fill(float[] values, float[] labels) {
        SplittableRandom random = new SplittableRandom(7);
        double[][] means = new double[CLASSES][DIM];
        for (double[] mean : means) {
            Arrays.setAll(mean, k -> 0.25 * ClusteredRows.gaussian(random) / Math.sqrt(1 + k / 8.0));
        }
        double[][] mix = new double[DIM][];
        Arrays.setAll(
                mix,
                k -> IntStream.range(0, 8)
                        .mapToDouble(j -> ClusteredRows.gaussian(random))
                        .toArray());
        for (int row = 0; row < ROWS; row++) {
            int label = random.nextInt(CLASSES);
            labels[row] = label;
            double[] common = IntStream.range(0, 8)
                    .mapToDouble(j -> ClusteredRows.gaussian(random))
                    .toArray();
            for (int k = 0; k < DIM; k++) {
                double shared = 0;
                for (int j = 0; j < common.length; j++) {
                    shared += 0.1 * mix[k][j] * common[j];
                }
                values[row * DIM + k] =
                        (float) (means[label][k] + shared + ClusteredRows.gaussian(random) / Math.sqrt(1 + k / 8.0));
            }
        }
    }

    private static void compare(LabeledEmbeddings data, PythonPeer peer, double c, int rounds) throws IOException {
        double[][] times = new double[3][rounds];
        for (int round = -2; round < rounds; round++) {
            long start = System.nanoTime();
            LinearFit fit = new LogisticRegression().fit(data, Scaling.NONE, c);
            double own = (System.nanoTime() - start) / 1e6;
            String[] answer = peer.ask(c).split(" ");
            double other = Double.parseDouble(answer[0]);
            if (round == -2) {
                double objective = Double.parseDouble(answer[1]);
                System.out.printf(
                        "C = %s: objective %.9f in %d iterations, scikit-learn %.9f in %s; relative difference %.2e%n",
                        c, fit.objective(), fit.iterations(), objective, answer[2], fit.objective() / objective - 1);
            }
            if (round >= 0) {
                times[0][round] = own;
                times[1][round] = other;
                times[2][round] = own / other;
            }
        }
        Quartiles.header("", rounds);
        Quartiles.line("Discern, ms", times[0]);
        Quartiles.line("scikit-learn, ms", times[1]);
        Quartiles.line("Discern / scikit-learn", times[2]);
    }
}
