package io.discern.analysis.internal.stats;

import java.util.Arrays;
import java.util.Comparator;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * Kendall's rank correlation of two series, {@code tau-b = (P - Q) / sqrt((n0 - t_x)(n0 - t_y))}: of the n0 = n(n-1)/2
 * pairs P are ordered alike by both, Q oppositely, t_x and t_y are tied in one of them; in [-1, 1].
 *
 * <p>In O(n log n). Equals SciPy's {@code kendalltau}. References: Kendall, Biometrika 33 (1945) 239-251; Knight, <i>A computer
 * method for calculating Kendall's tau with ungrouped data</i>, JASA 61 (1966) 436-439.
 */
public final class KendallTau {
    private KendallTau() {}

    /**
     * Correlates.
     *
     * @param x finite
     * @param y as many, finite
     * @return empty if either series is constant
     */
    public static OptionalDouble of(double[] x, double[] y) {
        if (x.length != y.length) {
            throw new IllegalArgumentException(x.length + " values and " + y.length + "; expected as many");
        }
        int[] order = IntStream.range(0, x.length)
                .boxed()
                .sorted(Comparator.<Integer>comparingDouble(i -> x[i] + 0.0).thenComparingDouble(i -> y[i] + 0.0))
                .mapToInt(Integer::intValue)
                .toArray();
        double[] byX = Arrays.stream(order).mapToDouble(i -> x[i]).toArray();
        double[] yByX = Arrays.stream(order).mapToDouble(i -> y[i]).toArray();
        long pairs = pairs(x.length);
        long tiedX = tied(byX);
        long tiedBoth = 0;
        for (int first = 0, i = 1; i <= byX.length; i++) {
            if (i == byX.length || byX[i] != byX[first] || yByX[i] != yByX[first]) {
                tiedBoth += pairs(i - first);
                first = i;
            }
        }
        double[] sortedY = yByX.clone();
        long opposed = sortCountingSwaps(sortedY, 0, sortedY.length, new double[sortedY.length]);
        long tiedY = tied(sortedY);
        if (tiedX == pairs || tiedY == pairs) {
            return OptionalDouble.empty();
        }
        double difference = pairs - tiedX - tiedY + tiedBoth - 2.0 * opposed;
        return OptionalDouble.of(difference / Math.sqrt(pairs - tiedX) / Math.sqrt(pairs - tiedY));
    }

    private static long pairs(long n) {
        return n * (n - 1) / 2;
    }

    private static long tied(double[] sorted) {
        long tied = 0;
        for (int first = 0, i = 1; i <= sorted.length; i++) {
            if (i == sorted.length || sorted[i] != sorted[first]) {
                tied += pairs(i - first);
                first = i;
            }
        }
        return tied;
    }

    /** Merge sort; the number of pairs that were in falling order. */
    private static long sortCountingSwaps(double[] values, int from, int to, double[] spare) {
        if (to - from < 2) {
            return 0;
        }
        int middle = (from + to) >>> 1;
        long swaps = sortCountingSwaps(values, from, middle, spare) + sortCountingSwaps(values, middle, to, spare);
        int left = from;
        int right = middle;
        for (int i = from; i < to; i++) {
            if (right == to || left < middle && values[left] <= values[right]) {
                spare[i] = values[left++];
            } else {
                swaps += middle - left;
                spare[i] = values[right++];
            }
        }
        System.arraycopy(spare, from, values, from, to - from);
        return swaps;
    }
}
