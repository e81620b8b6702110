package io.discern.analysis.fisher;

import io.discern.analysis.linalg.DenseMatrix;
import io.discern.analysis.linalg.Products;
import io.discern.analysis.linalg.Rows;
import io.discern.analysis.stats.Bootstrap;
import io.discern.analysis.stats.Clusters;
import io.discern.analysis.stats.LabelPermutation;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Between-class scatter under labels dealt anew to whole clusters. The sums of the rows of every class in every permutation are
 * one product of the memberships, n x (permutations C), with the rows.
 */
final class PermutedSums {

    private PermutedSums() {}

    /** Receives the vectors {@code sqrt(n_c) mu_c} of one permutation, C x d, of which S_B is the sum of outer products. */
    interface Receiver<T> {
        T of(double[][] between);
    }

    /**
     * What a function of S_B gives for each permutation.
     *
     * @param rows centred
     */
    static <T> List<T> each(Rows rows, Clusters clusters, int classes, long seed, Receiver<T> receiver) {
        SplittableRandom[] random = Bootstrap.streams(seed, LabelPermutation.REPLICATES);
        int[][] labels = Arrays.stream(random)
                .map(stream -> LabelPermutation.ofRows(clusters, stream))
                .toArray(int[][]::new);
        try (DenseMatrix sums = Products.cross(memberships(labels, classes), rows)) {
            return IntStream.range(0, labels.length).parallel().mapToObj(permutation -> {
                int[] counts = new int[classes];
                for (int label : labels[permutation]) {
                    counts[label]++;
                }
                double[][] between = new double[classes][];
                for (int label = 0; label < classes; label++) {
                    between[label] = sums.row(permutation * classes + label);
                    double root = Math.sqrt(counts[label]);
                    for (int j = 0; j < rows.dim(); j++) {
                        between[label][j] /= root;
                    }
                }
                return receiver.of(between);
            }).toList();
        }
    }

    /** A one where a row is of that class in that permutation. */
    private static Rows memberships(int[][] labels, int classes) {
        return Rows.of(labels[0].length, labels.length * classes, (row, into) -> {
            Arrays.fill(into, 0);
            for (int permutation = 0; permutation < labels.length; permutation++) {
                into[permutation * classes + labels[permutation][row]] = 1;
            }
        });
    }
}
