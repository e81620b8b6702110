package io.discern.analysis.internal.stats;

import io.discern.analysis.stats.Bootstrap;
import io.discern.analysis.stats.Clusters;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Whether the mean of paired differences is 0, by flipping the signs of whole clusters.
 *
 * <p>If two encoders (or two conditions of one image) are exchangeable, the differences of a group's rows may as well have the
 * other sign, all together. The statistic is the mean difference, the test two-sided: {@code p = P(|flipped mean| >= |mean|)}.
 * All {@code 2^K} sign patterns are tried where the K clusters that have a difference give no more patterns than permutations
 * are asked for, random ones otherwise, with {@code p = (1 + #) / (1 + B)}.
 *
 * <p>The differences may be continuous, or 1, 0 and -1 (who was right): with groups this takes the place of {@link McNemar},
 * which supposes independent rows. Weight them beforehand, by 1/n_c, to compare balanced accuracies. Swapping two conditions
 * within each image is this test too.
 *
 * <p>Reference: Good, <i>Permutation, Parametric and Bootstrap Tests of Hypotheses</i> (2005), sec. 3.2; Winkler et al.,
 * <i>Permutation inference for the general linear model</i>, NeuroImage 92 (2014) 381-397 (whole-block exchangeability).
 */
public final class SignFlip {
    /** The number of permutations that results of this library use. */
    public static final int PERMUTATIONS = 10_000;

    private static final int MOST_EXACT_CLUSTERS = 20;

    private SignFlip() {}

    /** Tests with {@link #PERMUTATIONS}. */
    public static PermutationTest test(double[] differences, int[] groups, long seed) {
        return test(differences, groups, PERMUTATIONS, seed);
    }

    /**
     * Tests.
     *
     * @param differences one for each row, finite
     * @param groups the group of each row
     * @param permutations how many sign patterns at most
     * @param seed decides random patterns, whatever the number of threads
     * @return the mean difference as observed value, 0 as null mean, two-sided p and the number of patterns tried
     */
    public static PermutationTest test(double[] differences, int[] groups, int permutations, long seed) {
        if (differences.length != groups.length || differences.length == 0 || permutations < 1) {
            throw new IllegalArgumentException(
                    differences.length + " differences, " + groups.length + " groups, " + permutations
                            + " permutations; expected at least one difference, a group for each, at least one permutation");
        }
        Clusters clusters = Clusters.of(new int[groups.length], groups);
        double[] sums = new double[clusters.count()];
        for (int row = 0; row < differences.length; row++) {
            sums[clusters.of(row)] += differences[row];
        }
        double mean = Arrays.stream(sums).sum() / differences.length;
        double[] steps = Arrays.stream(sums)
                .filter(sum -> sum != 0)
                .map(sum -> sum / differences.length)
                .toArray();
        boolean exact = steps.length <= MOST_EXACT_CLUSTERS && 1 << steps.length <= permutations;
        double[] flipped = exact ? all(steps) : some(steps, permutations, seed);
        PermutationTest test = exact
                ? PermutationTest.exact(Math.abs(mean), flipped, PermutationTest.Tail.GREATER)
                : PermutationTest.of(Math.abs(mean), flipped, PermutationTest.Tail.GREATER);
        return new PermutationTest(mean, 0, test.p(), flipped.length);
    }

    private static double[] all(double[] steps) {
        double[] flipped = new double[1 << steps.length];
        Arrays.setAll(flipped, pattern -> {
            double sum = 0;
            for (int i = 0; i < steps.length; i++) {
                sum += (pattern >> i & 1) == 0 ? steps[i] : -steps[i];
            }
            return Math.abs(sum);
        });
        return flipped;
    }

    private static double[] some(double[] steps, int permutations, long seed) {
        SplittableRandom[] random = Bootstrap.streams(seed, permutations);
        return IntStream.range(0, permutations)
                .parallel()
                .mapToDouble(i -> {
                    double sum = 0;
                    for (double step : steps) {
                        sum += random[i].nextBoolean() ? step : -step;
                    }
                    return Math.abs(sum);
                })
                .toArray();
    }
}
