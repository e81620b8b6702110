package io.discern.benchmarks;

import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.probe.LinearFit;
import io.discern.analysis.probe.LogisticRegression;
import io.discern.analysis.probe.Scaling;
import io.discern.store.Npy;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
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
        List<String> names = IntStream.range(0, ROWS).mapToObj(i -> Integer.toString((int) labels[i])).toList();
        try (INDArray rows = Nd4j.create(values, new long[] {ROWS, DIM}, 'c');
                LabeledEmbeddings data = LabeledEmbeddings.of(rows, names);
                Peer peer = new Peer(folder)) {
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
            Arrays.setAll(mean, k -> 0.25 * gaussian(random) / Math.sqrt(1 + k / 8.0));
        }
        double[][] mix = new double[DIM][];
        Arrays.setAll(mix, k -> IntStream.range(0, 8).mapToDouble(j -> gaussian(random)).toArray());
        for (int row = 0; row < ROWS; row++) {
            int label = random.nextInt(CLASSES);
            labels[row] = label;
            double[] common = IntStream.range(0, 8).mapToDouble(j -> gaussian(random)).toArray();
            for (int k = 0; k < DIM; k++) {
                double shared = 0;
                for (int j = 0; j < common.length; j++) {
                    shared += 0.1 * mix[k][j] * common[j];
                }
                values[row * DIM + k] = (float) (means[label][k] + shared + gaussian(random) / Math.sqrt(1 + k / 8.0));
            }
        }
    }

    private static double gaussian(SplittableRandom random) {
        return Math.sqrt(-2 * Math.log(1 - random.nextDouble())) * Math.cos(2 * Math.PI * random.nextDouble());
    }

    private static void compare(LabeledEmbeddings data, Peer peer, double c, int rounds) throws IOException {
        double[][] times = new double[3][rounds];
        for (int round = -2; round < rounds; round++) {
            long start = System.nanoTime();
            LinearFit fit = new LogisticRegression().fit(data, Scaling.NONE, c);
            double own = (System.nanoTime() - start) / 1e6;
            String[] answer = peer.fit(c).split(" ");
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
        String[] what = {"Discern, ms", "scikit-learn, ms", "Discern / scikit-learn"};
        System.out.printf("%-24s %8s %8s %8s of %d rounds%n", "", "quartile", "median", "quartile", rounds);
        for (int i = 0; i < what.length; i++) {
            Arrays.sort(times[i]);
            System.out.printf("%-24s %8.2f %8.2f %8.2f%n",
                    what[i], times[i][rounds / 4], times[i][rounds / 2], times[i][3 * rounds / 4]);
        }
    }

    /** scikit-learn in a process of its own, asked for one fit at a time. */
    private static final class Peer implements AutoCloseable {
        private final Process process;
        private final BufferedWriter ask;
        private final BufferedReader answer;

        Peer(Path folder) throws IOException {
            String python = System.getenv().getOrDefault("PYTHON", "/usr/bin/python3");
            // started in benchmarks/ by `benchmarks/run`, in the root by an editor
            String script = Files.exists(Path.of(SCRIPT)) ? SCRIPT : "benchmarks/" + SCRIPT;
            ProcessBuilder builder = new ProcessBuilder(
                    python, script, folder.resolve("rows.npy").toString(), folder.resolve("labels.npy").toString());
            builder.redirectError(ProcessBuilder.Redirect.INHERIT);
            process = builder.start();
            ask = process.outputWriter(StandardCharsets.UTF_8);
            answer = process.inputReader(StandardCharsets.UTF_8);
            answer.readLine();
        }

        String fit(double c) throws IOException {
            ask.write(c + "\n");
            ask.flush();
            return answer.readLine();
        }

        @Override
        public void close() {
            process.destroy();
        }
    }
}
