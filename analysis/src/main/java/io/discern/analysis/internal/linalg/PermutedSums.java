package io.discern.analysis.internal.linalg;

import io.discern.analysis.internal.stats.LabelPermutation;
import io.discern.analysis.internal.vector.RowSums;
import io.discern.analysis.stats.Bootstrap;
import io.discern.analysis.stats.Clusters;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * The sums of the rows of every class in some permutations: labels dealt anew to whole clusters. Rows are added in their order.
 *
 * @param labels the label of each row in each permutation
 * @param sums of each class in each permutation: permutations x C x d
 */
public record PermutedSums(int[][] labels, double[][][] sums) {
    /** So many rows stay in a processor's cache while the sums of one permutation after another grow. */
    private static final int ROWS_AT_ONCE = 128;

    /** What the labels of the permutations that are made together may take, in numbers: 64 MiB. */
    private static final int MOST_LABELS = 1 << 24;

    /**
     * {@value LabelPermutation#REPLICATES} permutations, as many at a time as memory that does not grow with the rows can hold; the rows are
     * read once for each time, once in all up to some 160,000.
     *
     * @param clusters strata are the labels
     * @param seed decides the permutations
     * @param receiver gets the permutations in their order, some at a time
     */
    public static void forEach(Rows rows, Clusters clusters, int classes, long seed, Consumer<PermutedSums> receiver) {
        forEach(rows, clusters, classes, seed, Math.max(1, MOST_LABELS / rows.count()), receiver);
    }

    static void forEach(
            Rows rows, Clusters clusters, int classes, long seed, int atOnce, Consumer<PermutedSums> receiver) {
        SplittableRandom[] random = Bootstrap.streams(seed, LabelPermutation.REPLICATES);
        for (int first = 0; first < random.length; first += atOnce) {
            int[][] labels = Arrays.stream(random, first, Math.min(random.length, first + atOnce))
                    .map(stream -> LabelPermutation.ofRows(clusters, stream))
                    .toArray(int[][]::new);
            receiver.accept(of(rows, labels, classes));
        }
    }

    private static PermutedSums of(Rows rows, int[][] labels, int classes) {
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
