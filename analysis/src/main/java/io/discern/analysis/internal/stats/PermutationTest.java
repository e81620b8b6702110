package io.discern.analysis.internal.stats;

import io.discern.analysis.stats.Bootstrap;
import io.discern.analysis.stats.Clusters;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * An observed value beside what chance gives: {@code p = (1 + #{null >= observed}) / (1 + B)}, which is never 0 and valid for
 * any number B of random permutations.
 *
 * <p>Null values that differ from the observed one by rounding only count as equal to it. Two-sided p is twice the smaller of
 * the one-sided ones, at most 1, as in SciPy's {@code permutation_test}.
 *
 * <p>Reference: Phipson and Smyth, <i>Permutation p-values should never be zero</i>, Statistical Applications in Genetics and
 * Molecular Biology 9 (2010) 39.
 *
 * @param observed the statistic of the data
 * @param nullMean the mean of the null values
 * @param p the p-value, in (0, 1]
 * @param permutations B, the number of null values
 */
public record PermutationTest(double observed, double nullMean, double p, int permutations) {
    private static final double ROUNDING = 1e-14;

    /** Which null values speak against the observed one. */
    public enum Tail {
        /** Those at least as large. */
        GREATER,
        /** Those at most as large. */
        LESS,
        /** Those at least as far out on either side. */
        TWO_SIDED
    }

    /**
     * Compares with null values of random permutations.
     *
     * @param nullValues at least one, finite
     */
    public static PermutationTest of(double observed, double[] nullValues, Tail tail) {
        return of(observed, nullValues, tail, 1);
    }

    /** Compares with the null values of all permutations, the identity among them: {@code p = #{null >= observed} / B}. */
    static PermutationTest exact(double observed, double[] nullValues, Tail tail) {
        return of(observed, nullValues, tail, 0);
    }

    private static PermutationTest of(double observed, double[] nullValues, Tail tail, int extra) {
        if (nullValues.length == 0) {
            throw new IllegalArgumentException("0 null values; expected at least 1");
        }
        double largest = Arrays.stream(nullValues).map(Math::abs).max().orElseThrow();
        double slack = ROUNDING * Math.max(Math.abs(observed), largest);
        long greater = extra
                + Arrays.stream(nullValues)
                        .filter(value -> value >= observed - slack)
                        .count();
        long less = extra
                + Arrays.stream(nullValues)
                        .filter(value -> value <= observed + slack)
                        .count();
        double all = extra + (double) nullValues.length;
        double p = switch (tail) {
            case GREATER -> greater / all;
            case LESS -> less / all;
            case TWO_SIDED -> Math.min(1, 2 * Math.min(greater, less) / all);
        };
        return new PermutationTest(observed, Arrays.stream(nullValues).average().orElseThrow(), p, nullValues.length);
    }

    /**
     * Deals labels anew, whole clusters at a time, and measures each time; in parallel.
     *
     * @param clusters strata are the labels
     * @param statistic of the label of each row, which it must not modify; safe for concurrent use
     * @param seed decides the permutations, whatever the number of threads
     */
    public static PermutationTest ofLabels(
            Clusters clusters, ToDoubleFunction<int[]> statistic, Tail tail, int permutations, long seed) {
        int[] labels = new int[clusters.rows()];
        Arrays.setAll(labels, row -> clusters.stratum(clusters.of(row)));
        SplittableRandom[] random = Bootstrap.streams(seed, permutations);
        double[] nullValues = IntStream.range(0, permutations)
                .parallel()
                .mapToDouble(i -> statistic.applyAsDouble(LabelPermutation.ofRows(clusters, random[i])))
                .toArray();
        return of(statistic.applyAsDouble(labels), nullValues, tail);
    }
}
