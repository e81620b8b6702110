package io.discern.analysis.fisher;

import io.discern.analysis.internal.linalg.PermutedSums;
import io.discern.analysis.internal.linalg.Rows;
import io.discern.analysis.stats.Clusters;
import java.util.List;
import java.util.stream.IntStream;

/** Between-class scatter under labels dealt anew to whole clusters. */
final class PermutedScatter {

    private PermutedScatter() {}

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
        try (PermutedSums permuted = PermutedSums.of(rows, clusters, classes, seed)) {
            return IntStream.range(0, permuted.permutations())
                    .parallel()
                    .mapToObj(permutation -> receiver.of(between(permuted, permutation)))
                    .toList();
        }
    }

    private static double[][] between(PermutedSums permuted, int permutation) {
        int[] counts = permuted.counts(permutation);
        double[][] between = new double[counts.length][];
        for (int label = 0; label < counts.length; label++) {
            between[label] = permuted.sum(permutation, label);
            double root = Math.sqrt(counts[label]);
            for (int j = 0; j < between[label].length; j++) {
                between[label][j] /= root;
            }
        }
        return between;
    }
}
