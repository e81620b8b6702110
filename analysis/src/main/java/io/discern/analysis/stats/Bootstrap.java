package io.discern.analysis.stats;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Bootstrap intervals of means: whole clusters are drawn with replacement, as many as there are, within each stratum.
 *
 * <p>References: Efron and Tibshirani, <i>An Introduction to the Bootstrap</i> (1993), ch. 13 (percentile interval); Field and
 * Welsh, <i>Bootstrapping clustered data</i>, JRSS B 69 (2007) 369-390 (drawing whole clusters).
 *
 * @param replicates how many times to resample
 * @param seed decides the draws, whatever the number of threads
 */
public record Bootstrap(int replicates, long seed) {
    /** The number of replicates that results of this library use. */
    public static final int REPLICATES = 1000;

    /** Checks the number of replicates. */
    public Bootstrap {
        if (replicates < 2) {
            throw new IllegalArgumentException(replicates + " replicates; expected at least 2");
        }
    }

    /** A bootstrap of {@link #REPLICATES}. */
    public static Bootstrap seeded(long seed) {
        return new Bootstrap(REPLICATES, seed);
    }

    /**
     * Percentile intervals of the means of several values of the same rows, from the same draws.
     *
     * @param values {@code values[v][row]}, finite
     * @param groups the group of each row
     * @return one interval for each {@code v}; empty if all rows are of one group
     */
    public Optional<List<Interval>> means(double[][] values, int[] groups) {
        return strataMeans(values, Clusters.of(new int[groups.length], groups));
    }

    /**
     * Percentile intervals of the unweighted mean over strata of the means within strata, such as balanced accuracy.
     *
     * @param values {@code values[v][row]}, finite
     * @param clusters the clusters of the rows; each stratum keeps its number of clusters, so none vanishes
     * @return one interval for each {@code v}; empty if no stratum has two clusters
     */
    public Optional<List<Interval>> strataMeans(double[][] values, Clusters clusters) {
        if (!clusters.resamplable()) {
            return Optional.empty();
        }
        double[] sums = clusterSums(values, clusters);
        int[][] strata = Arrays.stream(clusters.byStratum()).filter(members -> members.length > 0).toArray(int[][]::new);
        SplittableRandom[] random = streams(seed, replicates);
        double[][] means = new double[values.length][replicates];
        IntStream.range(0, replicates).parallel().forEach(replicate -> {
            double[] mean = resample(strata, clusters, sums, values.length, random[replicate]);
            for (int v = 0; v < mean.length; v++) {
                means[v][replicate] = mean[v];
            }
        });
        List<Interval> intervals = new ArrayList<>(values.length);
        for (double[] replicateMeans : means) {
            intervals.add(Interval.percentile(replicateMeans));
        }
        return Optional.of(intervals);
    }

    private static double[] resample(
            int[][] strata, Clusters clusters, double[] sums, int values, SplittableRandom random) {
        double[] mean = new double[values];
        double[] sum = new double[values];
        for (int[] members : strata) {
            Arrays.fill(sum, 0);
            long rows = 0;
            for (int draw = 0; draw < members.length; draw++) {
                int cluster = members[random.nextInt(members.length)];
                rows += clusters.size(cluster);
                for (int v = 0; v < values; v++) {
                    sum[v] += sums[cluster * values + v];
                }
            }
            for (int v = 0; v < values; v++) {
                mean[v] += sum[v] / rows / strata.length;
            }
        }
        return mean;
    }

    private static double[] clusterSums(double[][] values, Clusters clusters) {
        double[] sums = new double[clusters.count() * values.length];
        for (int v = 0; v < values.length; v++) {
            if (values[v].length != clusters.rows()) {
                throw new IllegalArgumentException(values[v].length + " values; expected one for each of the "
                        + clusters.rows() + " rows");
            }
            for (int row = 0; row < clusters.rows(); row++) {
                sums[clusters.of(row) * values.length + v] += values[v][row];
            }
        }
        return sums;
    }

    /**
     * Independent generators, one for each piece of work, so that results do not depend on the order of the work. They are
     * split from one: generators of neighbouring seeds would give shifted copies of one sequence.
     */
    public static SplittableRandom[] streams(long seed, int count) {
        SplittableRandom root = new SplittableRandom(seed);
        SplittableRandom[] streams = new SplittableRandom[count];
        for (int i = 0; i < count; i++) {
            streams[i] = root.split();
        }
        return streams;
    }
}
