package io.discern.analysis.internal.linalg;

import io.discern.analysis.internal.stats.LabelPermutation;
import io.discern.analysis.internal.vector.RowSums;
import io.discern.analysis.stats.Bootstrap;
import io.discern.analysis.stats.Clusters;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * The sums of the rows of every class under labels dealt anew to whole clusters. Rows are read once, and added in their order.
 *
 * @param labels the label of each row in each permutation
 * @param sums of each class in each permutation: permutations x C x d
 */
public record PermutedSums(int[][] labels, double[][][] sums) {
    /** So many rows stay in a processor's cache while the sums of one permutation after another grow. */
    private static final int ROWS_AT_ONCE = 128;

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
        double[][][] sums = new double[labels.length][classes][rows.dim()];
        double[][] block = new double[ROWS_AT_ONCE][rows.dim()];
        for (int first = 0; first < rows.count(); first += block.length) {
            int start = first;
            int count = Math.min(block.length, rows.count() - first);
            rows.forEach(
                    start, count, (row, values) -> System.arraycopy(values, 0, block[row - start], 0, values.length));
            IntStream.range(0, labels.length).parallel().forEach(permutation -> {
                for (int i = 0; i < count; i++) {
                    RowSums.add(sums[permutation][labels[permutation][start + i]], block[i]);
                }
            });
        }
        return new PermutedSums(labels, sums);
    }

    /** The number of permutations. */
    public int permutations() {
        return labels.length;
    }

    /** The class sizes in a permutation: they vary where clusters differ in size. */
    public int[] counts(int permutation) {
        int[] counts = new int[sums[permutation].length];
        for (int label : labels[permutation]) {
            counts[label]++;
        }
        return counts;
    }
}
