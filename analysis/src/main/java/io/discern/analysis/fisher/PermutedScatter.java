package io.discern.analysis.fisher;

import io.discern.analysis.internal.linalg.PermutedSums;
import io.discern.analysis.internal.linalg.Rows;
import io.discern.analysis.stats.Clusters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Between-class scatter under labels dealt anew to whole clusters. */
final class PermutedScatter {
    private final List<double[][]> between = new ArrayList<>();

    /** Of rows that are centred. */
    PermutedScatter(Rows rows, Clusters clusters, int classes, long seed) {
        PermutedSums.forEach(rows, clusters, classes, seed, some -> {
            for (int permutation = 0; permutation < some.permutations(); permutation++) {
                int[] counts = some.counts(permutation);
                for (int label = 0; label < counts.length; label++) {
                    double[] sum = some.sums()[permutation][label];
                    double root = Math.sqrt(counts[label]);
                    Arrays.setAll(sum, j -> sum[j] / root);
                }
                between.add(some.sums()[permutation]);
            }
        });
    }

    /** The vectors {@code sqrt(n_c) mu_c} of each permutation, C x d, of which S_B is the sum of outer products; for many threads. */
    Stream<double[][]> each() {
        return between.parallelStream();
    }
}
