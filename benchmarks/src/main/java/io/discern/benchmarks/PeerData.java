package io.discern.benchmarks;

import io.discern.analysis.LabeledEmbeddings;
import io.discern.store.Npy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Seeded rows for both sides of a {@link PeerRow}. */
final class PeerData {
    private static final int CLASSES = 10;

    private PeerData() {}

    /** A job on labelled rows, which the peer finds as {@code x} and {@code labels}. */
    static PeerRow.Subject labeled(Path folder, float[] x, int dim, ToDoubleFunction<LabeledEmbeddings> job)
            throws IOException {
        write(folder, "x", x, dim);
        int count = x.length / dim;
        float[] labels = new float[count];
        for (int i = 0; i < count; i++) {
            labels[i] = i % CLASSES;
        }
        Npy.write(folder.resolve("labels.npy"), labels, count);
        INDArray array = Nd4j.create(x, new long[] {count, dim}, 'c');
        LabeledEmbeddings data = LabeledEmbeddings.of(array, labels(count));
        return PeerRow.Subject.of(() -> job.applyAsDouble(data), data, array);
    }

    static List<String> labels(int count) {
        return IntStream.range(0, count).mapToObj(i -> "c" + i % CLASSES).toList();
    }

    static void write(Path folder, String name, float[] values, int dim) throws IOException {
        Npy.write(folder.resolve(name + ".npy"), values, values.length / dim, dim);
    }

    /** Rows around class means, with components of falling spread as embeddings have. */
    static float[] rows(int count, int dim, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] x = new float[count * dim];
        for (int i = 0; i < count; i++) {
            for (int j = 0; j < dim; j++) {
                double noise = random.nextDouble() + random.nextDouble() + random.nextDouble() - 1.5;
                x[i * dim + j] = (float) (noise / Math.sqrt(1 + j) + (j % CLASSES == i % CLASSES ? 0.1 : 0) + 0.02);
            }
        }
        return x;
    }

    /** The same rows with their components in reverse and noise. */
    static float[] related(float[] x, int dim, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] y = new float[x.length];
        for (int i = 0; i < y.length; i++) {
            y[i] = x[i - i % dim + dim - 1 - i % dim] + (float) (0.2 * (random.nextDouble() - 0.5));
        }
        return y;
    }

    /** Rows of unit length, of 50 overlapping clusters. */
    static float[] clustered(int count, int dim, long seed) {
        SplittableRandom centers = new SplittableRandom(3);
        double[][] means = new double[50][];
        Arrays.setAll(means, i -> centers.doubles(dim, -0.25, 0.25).toArray());
        SplittableRandom random = new SplittableRandom(seed);
        float[] x = new float[count * dim];
        for (int row = 0; row < count; row++) {
            double[] mean = means[random.nextInt(means.length)];
            for (int j = 0; j < dim; j++) {
                x[row * dim + j] = (float) (mean[j] + random.nextDouble(-1, 1));
            }
        }
        return unit(x, dim);
    }

    private static float[] unit(float[] x, int dim) {
        for (int start = 0; start < x.length; start += dim) {
            double squares = 0;
            for (int j = start; j < start + dim; j++) {
                squares += (double) x[j] * x[j];
            }
            for (int j = start; j < start + dim; j++) {
                x[j] = (float) (x[j] / Math.sqrt(squares));
            }
        }
        return x;
    }
}
