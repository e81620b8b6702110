package io.discern.analysis.internal.stats;

import io.discern.analysis.stats.Interval;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * Do two groups of encoders differ, when other encoders could have been chosen and other patients been seen? The unit is the
 * encoder, measured on every data set; with y_id the value of encoder i on data set d and y_i its mean over them, the difference is
 * {@code mean of y_i over the first group - mean over the second}.
 *
 * <p><b>Interval.</b> {@code +- t sqrt(V)}: {@code V = s_1^2/n_1 + s_2^2/n_2} from the encoders' y_i within the groups, with Welch and
 * Satterthwaite's degrees of freedom, plus what encoders share because they saw the same patients (two-way clustering: variance over
 * patients less that of encoder and patient together, which the first part holds already). None where a group has one encoder.
 * <b>p.</b> By dealing the encoders anew to groups of these sizes: all ways where these are few, so that with two and two encoders p is
 * never below 1/3.
 *
 * <p><b>Shares of variance.</b> Of the sum of squares of y_id about their mean: between data sets, between the groups, between
 * encoders of a group, the rest (encoder by data set); they sum to 1.
 *
 * <p>References: Cameron, Gelbach and Miller, <i>Robust inference with multiway clustering</i>, Journal of Business and Economic
 * Statistics 29 (2011) 238-249; Welch, Biometrika 34 (1947) 28-35; Ernst, Statistical Science 19 (2004) 676-685 (exact permutation).
 *
 * @param difference of the groups' means
 * @param interval 95 %; empty where a group has one encoder only
 * @param p two-sided
 * @param permutations how many ways of dealing p rests on
 * @param shares of the variance; empty where nothing varies
 */
public record GroupContrast(
        double difference, Optional<Interval> interval, double p, int permutations, Optional<Shares> shares) {
    private static final int MOST_WAYS = 20_000;

    /**
     * Shares of variance, each in [0, 1].
     *
     * @param datasets between data sets
     * @param groups between the two groups
     * @param encoders between the encoders of a group
     * @param rest what is left: encoders that do better here than there
     */
    public record Shares(double datasets, double groups, double encoders, double rest) {}

    /**
     * Compares.
     *
     * @param values {@code [encoder][data set]}, finite
     * @param first whether an encoder is of the first group; both groups have one at least
     * @param shared variance of the difference that encoders share, at least 0
     * @param seed decides the random ways of dealing where not all are tried
     */
    public static GroupContrast of(double[][] values, boolean[] first, double shared, long seed) {
        int encoders = values.length;
        int ofFirst = (int) IntStream.range(0, encoders).filter(i -> first[i]).count();
        if (first.length != encoders || ofFirst == 0 || ofFirst == encoders) {
            throw new IllegalArgumentException(
                    ofFirst + " of " + encoders + " encoders in the first group; expected one at least in each group");
        }
        double[] means = Arrays.stream(values)
                .mapToDouble(of -> Arrays.stream(of).average().orElseThrow())
                .toArray();
        double difference = difference(means, first);
        List<boolean[]> ways = ways(first, ofFirst, seed);
        double[] nulls =
                ways.stream().mapToDouble(way -> difference(means, way)).toArray();
        PermutationTest test = ways.size() == waysOf(encoders, ofFirst)
                ? PermutationTest.exact(difference, nulls, PermutationTest.Tail.TWO_SIDED)
                : PermutationTest.of(difference, nulls, PermutationTest.Tail.TWO_SIDED);
        return new GroupContrast(
                difference, interval(means, first, difference, shared), test.p(), nulls.length, shares(values, first));
    }

    private static double mean(double[] means, boolean[] first, boolean which) {
        return IntStream.range(0, means.length)
                .filter(i -> first[i] == which)
                .mapToDouble(i -> means[i])
                .average()
                .orElseThrow();
    }

    private static double difference(double[] means, boolean[] first) {
        return mean(means, first, true) - mean(means, first, false);
    }

    private static Optional<Interval> interval(double[] means, boolean[] first, double difference, double shared) {
        double variance = shared;
        double squares = 0;
        for (boolean which : new boolean[] {true, false}) {
            double mean = mean(means, first, which);
            double[] own = IntStream.range(0, means.length)
                    .filter(i -> first[i] == which)
                    .mapToDouble(i -> means[i])
                    .toArray();
            if (own.length < 2) {
                return Optional.empty();
            }
            double part = Arrays.stream(own).map(y -> (y - mean) * (y - mean)).sum() / (own.length - 1) / own.length;
            variance += part;
            squares += part * part / (own.length - 1);
        }
        if (squares == 0) {
            return Optional.empty();
        }
        double freedom = variance * variance / squares;
        double margin = TDistribution.of(freedom).inverseCumulativeProbability(0.975) * Math.sqrt(variance);
        return Optional.of(new Interval(difference - margin, difference + margin));
    }

    /** n over k, or more than are ever tried. */
    private static long waysOf(int n, int k) {
        double ways = 1;
        for (int i = 1; i <= k; i++) {
            ways = ways * (n - k + i) / i;
        }
        return ways > MOST_WAYS ? Long.MAX_VALUE : Math.round(ways);
    }

    private static List<boolean[]> ways(boolean[] first, int ofFirst, long seed) {
        List<boolean[]> ways = new ArrayList<>();
        if (waysOf(first.length, ofFirst) <= MOST_WAYS) {
            deal(new boolean[first.length], 0, ofFirst, ways);
            return ways;
        }
        SplittableRandom random = new SplittableRandom(seed);
        for (int way = 0; way < MOST_WAYS; way++) {
            boolean[] dealt = first.clone();
            for (int i = dealt.length - 1; i > 0; i--) {
                int j = random.nextInt(i + 1);
                boolean held = dealt[i];
                dealt[i] = dealt[j];
                dealt[j] = held;
            }
            ways.add(dealt);
        }
        return ways;
    }

    private static void deal(boolean[] dealt, int from, int left, List<boolean[]> ways) {
        if (left == 0) {
            ways.add(dealt.clone());
            return;
        }
        for (int i = from; i <= dealt.length - left; i++) {
            dealt[i] = true;
            deal(dealt, i + 1, left - 1, ways);
            dealt[i] = false;
        }
    }

    private static Optional<Shares> shares(double[][] values, boolean[] first) {
        int datasets = values[0].length;
        double mean =
                Arrays.stream(values).flatMapToDouble(Arrays::stream).average().orElseThrow();
        double all = Arrays.stream(values)
                .flatMapToDouble(Arrays::stream)
                .map(y -> (y - mean) * (y - mean))
                .sum();
        double ofDatasets = IntStream.range(0, datasets)
                .mapToDouble(d ->
                        Arrays.stream(values).mapToDouble(of -> of[d]).average().orElseThrow())
                .map(y -> values.length * (y - mean) * (y - mean))
                .sum();
        double[] ofEncoder = Arrays.stream(values)
                .mapToDouble(of -> Arrays.stream(of).average().orElseThrow())
                .toArray();
        double ofGroups = 0;
        double ofEncoders = 0;
        for (int i = 0; i < values.length; i++) {
            double own = mean(ofEncoder, first, first[i]);
            ofGroups += datasets * (own - mean) * (own - mean);
            ofEncoders += datasets * (ofEncoder[i] - own) * (ofEncoder[i] - own);
        }
        double rest = Math.max(0, all - ofDatasets - ofGroups - ofEncoders);
        return all == 0
                ? Optional.empty()
                : Optional.of(new Shares(ofDatasets / all, ofGroups / all, ofEncoders / all, rest / all));
    }
}
