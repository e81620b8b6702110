package io.discern.analysis.stats;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Bootstrap intervals of means: whole clusters are drawn with replacement, as many as there are, within each stratum. The
 * quantiles that are read reach as far as the number of clusters asks ({@link Jackknife#reach()}); with hundreds of clusters
 * these are the 0.025 and 0.975 quantiles.
 *
 * <p>References: Efron and Tibshirani, <i>An Introduction to the Bootstrap</i> (1993), ch. 13 and 14 (percentile and BCa
 * intervals); Field and Welsh, <i>Bootstrapping clustered data</i>, JRSS B 69 (2007) 369-390 (drawing whole clusters);
 * Hesterberg, The American Statistician 69 (2015) 371-386 (few clusters).
 *
 * @param replicates how many times to resample
 * @param seed decides the draws, whatever the number of threads
 * @param ends how the ends are read from the replicates
 */
public record Bootstrap(int replicates, long seed, Ends ends) {
    /** The number of replicates that results of this library use. */
    public static final int REPLICATES = 1000;

    /** How the ends of an interval are read from the replicates. */
    public enum Ends {
        /** {@link Interval#percentile(double[], double)}. */
        PERCENTILE,
        /**
         * {@link Interval#bca}, with the acceleration of the {@linkplain Jackknife jackknife over clusters}; percentiles where
         * no replicate differs from the mean but by rounding.
         */
        BCA
    }

    /** Checks the number of replicates. */
    public Bootstrap {
        if (replicates < 2) {
            throw new IllegalArgumentException(replicates + " replicates; expected at least 2");
        }
    }

    /** Percentile intervals. */
    public Bootstrap(int replicates, long seed) {
        this(replicates, seed, Ends.PERCENTILE);
    }

    /** Percentile intervals from {@link #REPLICATES}. */
    public static Bootstrap seeded(long seed) {
        return new Bootstrap(REPLICATES, seed);
    }

    /** This bootstrap with other ends. */
    public Bootstrap with(Ends ends) {
        return new Bootstrap(replicates, seed, ends);
    }

    /**
     * Intervals of the means of several values of the same rows, from the same draws.
     *
     * @param values {@code values[v][row]}, finite
     * @param groups the group of each row
     * @return one interval for each {@code v}; empty if the rows are of {@linkplain Clusters#few() too few} groups
     */
    public Optional<List<Interval>> means(double[][] values, int[] groups) {
        return strataMeans(values, Clusters.of(new int[groups.length], groups));
    }

    /**
     * Intervals of the unweighted mean over strata of the means within strata, such as balanced accuracy.
     *
     * @param values {@code values[v][row]}, finite
     * @param clusters the clusters of the rows; each stratum keeps its number of clusters, so none vanishes
     * @return one interval for each {@code v}; empty if a stratum has {@linkplain Clusters#few() too few} clusters
     */
    public Optional<List<Interval>> strataMeans(double[][] values, Clusters clusters) {
        if (!clusters.few().isEmpty()) {
            return Optional.empty();
        }
        ClusterSums sums = new ClusterSums(values, clusters);
        SplittableRandom[] random = streams(seed, replicates);
        double[][] means = new double[values.length][replicates];
        IntStream.range(0, replicates).parallel().forEach(replicate -> {
            double[] mean = sums.resampled(random[replicate]);
            for (int v = 0; v < mean.length; v++) {
                means[v][replicate] = mean[v];
            }
        });
        List<Interval> intervals = new ArrayList<>(values.length);
        for (int v = 0; v < values.length; v++) {
            intervals.add(interval(means[v], sums.jackknife(v)));
        }
        return Optional.of(intervals);
    }

    private Interval interval(double[] means, Jackknife jackknife) {
        Interval percentile = Interval.percentile(means, jackknife.reach());
        return ends == Ends.PERCENTILE
                ? percentile
                : Interval.bca(means, jackknife.value(), jackknife.acceleration(), jackknife.reach())
                        .orElse(percentile);
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
