package io.discern.analysis.stats;

import static org.assertj.core.api.Assertions.assertThat;

import io.discern.analysis.Planted;
import io.discern.analysis.internal.stats.McNemar;
import io.discern.analysis.internal.stats.PermutationTest;
import io.discern.analysis.internal.stats.SignFlip;
import io.discern.analysis.stats.Bootstrap.Ends;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The promises of intervals and p-values on simulated data; the full table stands in the metrics page. */
class CoverageTest {
    private static final int RUNS = 400;
    private static final int GROUPS = 40;
    /** Three binomial standard errors of a share of 0.95. */
    private static final double ERROR = 3 * Math.sqrt(0.95 * 0.05 / RUNS);

    /** Values around 0 in groups of 1 to 5 that share half of the variance. */
    private record Sample(double[] values, int[] groups) {
        static Sample draw(SplittableRandom random) {
            int[] groups = IntStream.range(0, GROUPS)
                    .flatMap(g -> IntStream.range(0, 1 + g % 5).map(i -> g))
                    .toArray();
            double[] shared = IntStream.range(0, GROUPS)
                    .mapToDouble(g -> Planted.gaussian(random))
                    .toArray();
            return new Sample(
                    Arrays.stream(groups)
                            .mapToDouble(g -> shared[g] + Planted.gaussian(random))
                            .toArray(),
                    groups);
        }

        /** Right in 80 % of the rows. */
        Sample correct() {
            double threshold = 0.8416212335729143 * Math.sqrt(2);
            return new Sample(
                    Arrays.stream(values).map(v -> v < threshold ? 1 : 0).toArray(), groups);
        }

        double mean() {
            return Arrays.stream(values).average().orElseThrow();
        }

        double meanWithout(int group) {
            return IntStream.range(0, groups.length)
                    .filter(row -> groups[row] != group)
                    .mapToDouble(row -> values[row])
                    .average()
                    .orElseThrow();
        }
    }

    private static double coverage(double truth, BiFunction<Sample, Long, Interval> method) {
        SplittableRandom[] random = Bootstrap.streams(11, RUNS);
        return IntStream.range(0, RUNS)
                        .filter(run -> {
                            Interval interval = method.apply(Sample.draw(random[run]), (long) run);
                            return interval.low() <= truth && truth <= interval.high();
                        })
                        .count()
                / (double) RUNS;
    }

    private static Interval bootstrapped(Sample sample, long seed, Ends ends) {
        return new Bootstrap(400, seed, ends)
                .means(new double[][] {sample.values()}, sample.groups())
                .orElseThrow()
                .get(0);
    }

    @Test
    void intervalsOfClusteredMeansCoverTheTruth() {
        double least = 0.93 - ERROR / 3;
        double most = 0.97 + ERROR / 3;
        assertThat(coverage(0, (sample, seed) -> bootstrapped(sample, seed, Ends.PERCENTILE)))
                .isBetween(least, most);
        assertThat(coverage(0, (sample, seed) -> bootstrapped(sample, seed, Ends.BCA)))
                .isBetween(least, most);
        assertThat(coverage(
                        0,
                        (sample, seed) -> Jackknife.of(sample.mean(), GROUPS, sample::meanWithout)
                                .interval()))
                .isBetween(least, most);
        assertThat(coverage(0.8, (sample, seed) -> bootstrapped(sample.correct(), seed, Ends.BCA)))
                .isBetween(least, most);
        assertThat(coverage(
                        0.8,
                        (sample, seed) -> ShareIntervals.means(
                                        new double[][] {sample.correct().values()}, sample.groups())
                                .orElseThrow()
                                .get(0)))
                .isBetween(least, most);
    }

    @Test
    void rowsTakenForIndependentWouldNotCover() {
        assertThat(coverage(0, (sample, seed) -> {
                    int[] own = IntStream.range(0, sample.values().length).toArray();
                    return bootstrapped(new Sample(sample.values(), own), seed, Ends.PERCENTILE);
                }))
                .isLessThan(0.85);
    }

    private static double[] pValues(ToDoubleFunction<SplittableRandom> test) {
        return Arrays.stream(Bootstrap.streams(12, RUNS))
                .mapToDouble(test)
                .sorted()
                .toArray();
    }

    /** Kolmogorov's distance between sorted values and the uniform distribution: how far the share of small ones exceeds it. */
    private static double excess(double[] sorted) {
        return IntStream.range(0, sorted.length)
                .filter(i -> i + 1 == sorted.length || sorted[i + 1] > sorted[i])
                .mapToDouble(i -> (i + 1.0) / sorted.length - sorted[i])
                .max()
                .orElseThrow();
    }

    /** How far it falls short. */
    private static double shortage(double[] sorted) {
        return IntStream.range(0, sorted.length)
                .mapToDouble(i -> sorted[i] - (double) i / sorted.length)
                .max()
                .orElseThrow();
    }

    @Test
    void nullPValuesAreUniform() {
        // Kolmogorov and Smirnov at level 0.001.
        double most = 1.95 / Math.sqrt(RUNS);
        double[] flips = pValues(random -> {
            Sample sample = Sample.draw(random);
            return SignFlip.test(sample.values(), sample.groups(), 199, random.nextLong())
                    .p();
        });
        double[] labels = pValues(random -> {
            Sample sample = Sample.draw(random);
            int[] classes = Arrays.stream(sample.groups()).map(g -> g % 2).toArray();
            return PermutationTest.ofLabels(
                            Clusters.of(classes, sample.groups()),
                            dealt -> IntStream.range(0, dealt.length)
                                    .mapToDouble(i -> dealt[i] * sample.values()[i])
                                    .sum(),
                            PermutationTest.Tail.GREATER,
                            199,
                            random.nextLong())
                    .p();
        });
        double[] midP = pValues(random -> {
            int wins = (int) random.doubles(60).filter(u -> u < 0.5).count();
            return McNemar.of(wins, 60 - wins).midP();
        });
        for (double[] p : new double[][] {flips, labels}) {
            assertThat(excess(p)).isLessThan(most);
            assertThat(shortage(p)).isLessThan(most);
        }
        // Sixty discordant images allow few p-values: the most likely one has probability 0.2.
        assertThat(excess(midP)).isLessThan(0.1 + most);
        assertThat(Arrays.stream(midP).filter(p -> p <= 0.05).count() / (double) RUNS)
                .isBetween(0.02, 0.08);
    }

    @Test
    void exactMcNemarNeverRejectsTooOften() {
        double[] p = pValues(random -> {
            int wins = (int) random.doubles(60).filter(u -> u < 0.5).count();
            return McNemar.of(wins, 60 - wins).exactP();
        });
        assertThat(excess(p)).isLessThan(1.95 / Math.sqrt(RUNS));
    }
}
