package io.discern.analysis;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Made-up embeddings whose truth is known. */
public final class Planted {
    private Planted() {}

    /** Gaussian rows around class means {@code distance} from the origin along axes of their own. */
    public static double[][] classes(int rows, int dim, int classes, double distance, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] x = new double[rows][dim];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < dim; j++) {
                x[i][j] = gaussian(random) + (j == i % classes ? distance : 0);
            }
        }
        return x;
    }

    /** Box and Muller: SplittableRandom has nextGaussian by a default method only, whose values may change. */
    public static double gaussian(SplittableRandom random) {
        return Math.sqrt(-2 * Math.log(1 - random.nextDouble())) * Math.cos(2 * Math.PI * random.nextDouble());
    }

    /** Labels "a", "b", ... in turn, as {@link #classes} plants them. */
    public static List<String> labels(int rows, int classes) {
        return IntStream.range(0, rows)
                .mapToObj(i -> String.valueOf((char) ('a' + i % classes)))
                .toList();
    }

    public static INDArray array(double[][] x) {
        return Nd4j.create(x);
    }

    public static LabeledEmbeddings labeled(double[][] x, String... labels) {
        return LabeledEmbeddings.of(array(x), List.of(labels));
    }
}
