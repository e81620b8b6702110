package io.discern.analysis.fisher;

import io.discern.analysis.internal.linalg.PermutedSums;
import io.discern.analysis.internal.linalg.Rows;
import io.discern.analysis.stats.Clusters;
import java.util.Arrays;
import java.util.stream.Stream;

/** Between-class scatter under labels dealt anew to whole clusters. */
final class PermutedScatter {
    private final double[][][] between;

    /**
     * Reads the rows once.
     *
     * @param rows centred
     */
    PermutedScatter(Rows rows, Clusters clusters, int classes, long seed) {
        PermutedSums permuted = PermutedSums.of(rows, clusters, classes, seed);
        this.between = permuted.sums();
        for (int permutation = 0; permutation < between.length; permutation++) {
            int[] counts = permuted.counts(permutation);
            for (int label = 0; label < counts.length; label++) {
                double[] sum = between[permutation][label];
                double root = Math.sqrt(counts[label]);
                Arrays.setAll(sum, j -> sum[j] / root);
            }
        }
    }

    /** The vectors {@code sqrt(n_c) mu_c} of each permutation, C x d, of which S_B is the sum of outer products; for many threads. */
    Stream<double[][]> each() {
        return Arrays.stream(between).parallel();
    }
}
