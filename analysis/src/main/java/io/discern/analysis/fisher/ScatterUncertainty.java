package io.discern.analysis.fisher;

import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.stats.Bootstrap;
import io.discern.analysis.stats.Clusters;
import io.discern.analysis.stats.Interval;
import io.discern.analysis.stats.Jackknife;
import io.discern.analysis.stats.LabelPermutation;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * What resampling and relabelling say about both trace ratios.
 *
 * @param replicates the bootstrap replicates of the plain and the balanced ratio; empty if nothing can be resampled
 * @param reach how far the intervals of the plain and the balanced ratio reach, see {@link Jackknife#reach}
 * @param nullValues what chance gives for the plain and the balanced ratio
 * @param note how the null values were made, if not by formula
 */
record ScatterUncertainty(double[][] replicates, double[] reach, double[] nullValues, String note) {

    static ScatterUncertainty of(LabeledEmbeddings data, boolean unit, long seed) {
        Clusters clusters = Clusters.of(data.classIndices(), data.groupIndices());
        ResampledScatter resampled = new ResampledScatter(data, unit, clusters);
        double[][] replicates = clusters.resamplable() ? bootstrap(resampled, clusters, seed) : new double[2][0];
        double[] reach = reach(data, clusters);
        if (clusters.allSingle()) {
            return new ScatterUncertainty(replicates, reach, formula(data), "");
        }
        return new ScatterUncertainty(
                replicates,
                reach,
                permuted(resampled, clusters, data.classes().size(), seed),
                "null: mean of " + LabelPermutation.REPLICATES + " permutations of group labels");
    }

    private static double[][] bootstrap(ResampledScatter resampled, Clusters clusters, long seed) {
        int[][] members = clusters.byStratum();
        ResampledScatter.Weights[] weights = new ResampledScatter.Weights[members.length];
        SplittableRandom root = new SplittableRandom(seed);
        for (int label = 0; label < members.length; label++) {
            short[][] drawn = draws(members[label].length, root.split().nextLong());
            weights[label] = (version, member) -> drawn[version][member];
        }
        return resampled.ratios(Bootstrap.REPLICATES, weights, members);
    }

    /** As if all classes scattered alike: a class mean varies by 1/K_c, and counts by its share of the rows or by 1/C. */
    private static double[] reach(LabeledEmbeddings data, Clusters clusters) {
        int[] counts = Arrays.stream(clusters.byStratum()).mapToInt(members -> members.length).toArray();
        double[] plain = new double[counts.length];
        double[] balanced = new double[counts.length];
        for (int label = 0; label < counts.length; label++) {
            plain[label] = (double) data.classCount(label) * data.classCount(label) / counts[label];
            balanced[label] = 1.0 / counts[label];
        }
        return new double[] {Jackknife.reach(plain, counts), Jackknife.reach(balanced, counts)};
    }

    /** How often each of {@code count} clusters is drawn in each replicate. */
    private static short[][] draws(int count, long seed) {
        SplittableRandom[] random = Bootstrap.streams(seed, Bootstrap.REPLICATES);
        short[][] drawn = new short[Bootstrap.REPLICATES][count];
        IntStream.range(0, drawn.length).parallel().forEach(version -> {
            for (int draw = 0; draw < count; draw++) {
                drawn[version][random[version].nextInt(count)]++;
            }
        });
        return drawn;
    }

    private static double[] permuted(ResampledScatter resampled, Clusters clusters, int classes, long seed) {
        SplittableRandom[] random = Bootstrap.streams(seed, LabelPermutation.REPLICATES);
        int[][] strata = Arrays.stream(random)
                .map(stream -> LabelPermutation.ofClusters(clusters, stream))
                .toArray(int[][]::new);
        int[] all = IntStream.range(0, clusters.count()).toArray();
        int[][] members = new int[classes][];
        Arrays.fill(members, all);
        ResampledScatter.Weights[] weights = new ResampledScatter.Weights[classes];
        Arrays.setAll(weights, label -> (version, cluster) -> strata[version][cluster] == label ? 1 : 0);
        double[][] ratios = resampled.ratios(LabelPermutation.REPLICATES, weights, members);
        return new double[] {
            Arrays.stream(ratios[0]).average().orElseThrow(), Arrays.stream(ratios[1]).average().orElseThrow()
        };
    }

    private static double[] formula(LabeledEmbeddings data) {
        int classes = data.classes().size();
        double inverses = IntStream.range(0, classes).mapToDouble(label -> 1.0 / data.classCount(label)).sum();
        return new double[] {
            (classes - 1.0) / (data.rows() - classes), (1 - 1.0 / classes) * inverses / (classes - inverses)
        };
    }

    /** What chance gives; empty if some permutation has no spread within classes. */
    OptionalDouble nullValue(boolean balanced) {
        double value = nullValues[balanced ? 1 : 0];
        return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
    }

    Optional<Interval> interval(boolean balanced, double ratio) {
        double[] ratios = replicates[balanced ? 1 : 0];
        return ratios.length == 0 || !Arrays.stream(ratios).allMatch(Double::isFinite)
                ? Optional.empty()
                : Optional.of(Interval.biasCorrected(ratios, ratio, reach[balanced ? 1 : 0]).nonNegative());
    }

    String whyNoInterval() {
        return replicates[0].length == 0
                ? "no interval: nothing to resample, expected a class with at least two groups"
                : "no interval: some resamples have no spread within classes";
    }
}
