package io.discern.analysis.internal.linalg;

import io.discern.analysis.internal.stats.LabelPermutation;
import io.discern.analysis.stats.Bootstrap;
import io.discern.analysis.stats.Clusters;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * The sums of the rows of every class under labels dealt anew to whole clusters. They are one product of the memberships, n x
 * (permutations C), with the rows. Closed by whoever made it.
 *
 * @param labels the label of each row in each permutation
 * @param classes C
 * @param sums row {@code p C + c} is the sum of class c in permutation p
 */
public record PermutedSums(int[][] labels, int classes, DenseMatrix sums) implements AutoCloseable {

    /**
     * {@value LabelPermutation#REPLICATES} permutations.
     *
     * @param clusters strata are the labels
     * @param seed decides the permutations
     */
    public static PermutedSums of(Rows rows, Clusters clusters, int classes, long seed) {
        SplittableRandom[] random = Bootstrap.streams(seed, LabelPermutation.REPLICATES);
        int[][] labels = Arrays.stream(random)
                .map(stream -> LabelPermutation.ofRows(clusters, stream))
                .toArray(int[][]::new);
        Rows memberships = Rows.of(rows.count(), labels.length * classes, (row, into) -> {
            Arrays.fill(into, 0);
            for (int permutation = 0; permutation < labels.length; permutation++) {
                into[permutation * classes + labels[permutation][row]] = 1;
            }
        });
        return new PermutedSums(labels, classes, Products.cross(memberships, rows));
    }

    /** The number of permutations. */
    public int permutations() {
        return labels.length;
    }

    /** The sum of a class in a permutation, copied. */
    public double[] sum(int permutation, int label) {
        return sums.row(permutation * classes + label);
    }

    /** The class sizes in a permutation: they vary where clusters differ in size. */
    public int[] counts(int permutation) {
        int[] counts = new int[classes];
        for (int label : labels[permutation]) {
            counts[label]++;
        }
        return counts;
    }

    /** Frees the memory. Idempotent. */
    @Override
    public void close() {
        sums.close();
    }
}
